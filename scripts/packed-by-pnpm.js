/**
 * Runs before a package of this repository is packed, and stops every client but pnpm: another leaves `workspace:^` in the
 * place of versions, so that nobody could install the tarball.
 */
const { npm_config_user_agent: agent = 'no client', npm_package_name: name = 'this package' } = process.env;

if (!agent.startsWith('pnpm/')) {
  console.error(
    `${name} is packed by pnpm alone, which puts versions in the place of workspace:^; this was asked for by ` +
      `${agent.split(' ')[0]}. Run: npx pnpm pack, or npx pnpm release to publish`,
  );
  process.exitCode = 1;
}
