/**
 * Figures that answer to the pointer: each picture is drawn anew by Vega when it comes into view. Pointing at a mark
 * shows its numbers, a click on a seed opens the record of its run. The pages' policy lets no code be made out of text,
 * so Vega interprets the expressions of a figure.
 */
(() => {
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  document.body.append(tip);
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      draw(target);
    }
  });
  for (const figure of document.querySelectorAll('figure[data-records]')) observer.observe(figure);

  function draw(figure) {
    const container = figure.querySelector('.drawing > div');
    const runtime = vega.parse(JSON.parse(figure.querySelector('script').textContent), null, { ast: true });
    const holder = document.createElement('div');
    const view = new vega.View(runtime, {
      expr: vega.expressionInterpreter,
      renderer: 'svg',
      container: holder,
      hover: true,
    });
    view.tooltip((_, event, __, value) => showTip(event, value));
    view.addEventListener('click', (_, item) => {
      const record = item?.datum?.record;
      if (record) window.location.href = `${figure.dataset.records}/${encodeURIComponent(record)}`;
    });
    view.runAsync().then(() => {
      container.replaceChildren(holder);
      figure.dataset.drawn = '';
    });
  }

  function showTip(event, value) {
    tip.hidden = !value;
    if (!value) return;
    const list = document.createElement('dl');
    for (const [name, shown] of Object.entries(value)) {
      const [term, detail] = [document.createElement('dt'), document.createElement('dd')];
      term.textContent = name;
      detail.textContent = shown;
      list.append(term, detail);
    }
    tip.replaceChildren(list);
    tip.style.left = `${Math.min(event.clientX + 12, window.innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(event.clientY + 12, window.innerHeight - tip.offsetHeight - 8)}px`;
  }
})();
