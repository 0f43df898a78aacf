import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, withPolicy } from '../../src/page/policy.js';

const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('a policy', () => {
  it('allows files beside the page and images within it', () => {
    expect(contentSecurityPolicy(['<p>style="color: red"</p>'.replaceAll('"', '&quot;')])).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'none'; img-src data:; " +
        "font-src data:; base-uri 'none'; form-action 'none'",
    );
  });

  it('allows the inline scripts and style attributes of all pages, each once, by their SHA-256', () => {
    const policy = contentSecurityPolicy([
      '<p style="color: red">red</p><script>one()\n</script><script src="two.js"></script>',
      '<p style="color: red">red</p><script type="application/json">{"three": 3}</script>',
    ]);
    expect(policy).toContain(`script-src 'self' ${sha256('one()\n')}; `);
    expect(policy).toContain(`style-src-attr 'unsafe-hashes' ${sha256('color: red')}; `);
  });

  it('allows more where a page needs it', () => {
    const policy = contentSecurityPolicy([], { 'img-src': ["'self'"], 'connect-src': ["'self'"] });
    expect(policy).toContain("; img-src data: 'self'; ");
    expect(policy).toMatch(/; connect-src 'self'$/);
  });

  it('stands above all that it governs', () => {
    const page = '<!doctype html><head><meta charset="utf-8" /><script src="one.js"></script></head>';
    expect(withPolicy(page, "default-src 'none'")).toBe(
      page.replace('/>', `/>\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`),
    );
    expect(() => withPolicy('<!doctype html><head></head>', "default-src 'none'")).toThrow(
      'policy: expected <meta charset="utf-8"> in the page',
    );
  });
});
