import { expect, it } from 'vitest';
import { escapeHtml, Html, html, htmlLines } from '../../src/text/html.js';

it('escapes text for elements and attributes', () => {
  expect(escapeHtml('<a href="x">&</a>')).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;');
  const hostile = '"><script>alert(1)</script>&';
  expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
    '<p title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</p>',
  );
});

it('takes markup as it is, however deep', () => {
  const items = ['a', 'b & c'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}</ul>`.markup).toBe('<ul><li>a</li><li>b &amp; c</li></ul>');
  expect(html`${[[new Html('<br>')], ['<']]}`.markup).toBe('<br>&lt;');
});

it('leaves nothing of what is absent, and zero as a number', () => {
  expect(html`[${undefined}${false}${''}${0}]`.markup).toBe('[0]');
});

it('puts parts on lines of their own, absent ones too', () => {
  expect(htmlLines([html`<p>`, undefined, 'a < b']).markup).toBe('<p>\n\na &lt; b');
});

it('reads as its markup where it becomes text', () => {
  expect(`${html`<b>${'&'}</b>`}`).toBe('<b>&amp;</b>');
});
