// What pages gain from script. Every action works without it.
'use strict';

(() => {
  // Live parts are morphed: nodes that did not change stay, and with them scroll, selection and focus. What the reader
  // did to the page is the reader's: open details stay open, and a form that is being filled in is left alone.
  const isBeingFilledIn = (node) =>
    node instanceof HTMLFormElement && node.hasAttribute('data-keep') &&
    (node.contains(document.activeElement) ||
      [...node.elements].some((field) => field.type === 'text' && field.value !== field.defaultValue));

  Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) =>
    !(name === 'open' && node instanceof HTMLDetailsElement);
  Idiomorph.defaults.callbacks.beforeNodeMorphed = (oldNode) => !isBeingFilledIn(oldNode);

  // The server cannot be reached: what is shown may be old, and says so until it answers again.
  const offline = (isOffline) => {
    document.getElementById('conexion').hidden = !isOffline;
  };
  document.addEventListener('htmx:sendError', () => offline(true));
  document.addEventListener('htmx:afterRequest', (event) => {
    if (event.detail.successful) {
      offline(false);
    }
  });

  // Selections: one box for all of the page, and how many are selected.
  const setUpSelection = (form) => {
    const boxes = () => [...document.querySelectorAll('tbody input[type=checkbox], .dates input[type=checkbox]')]
      .filter((box) => box.form === form);
    const all = form.querySelector('[data-select-all]');
    const sum = form.querySelector('[data-selected]');
    if (!all || !sum) {
      return;
    }

    const tell = () => {
      const selected = boxes().filter((box) => box.checked).length;
      sum.textContent = selected === 0 ? sum.dataset.none : sum.dataset.some.replace('{0}', selected);
      const box = all.querySelector('input');
      box.checked = selected > 0 && selected === boxes().length;
      box.indeterminate = selected > 0 && !box.checked;
    };
    all.hidden = boxes().length === 0;
    all.querySelector('input').addEventListener('change', (event) => {
      boxes().forEach((box) => { box.checked = event.target.checked; });
      tell();
    });
    document.addEventListener('change', (event) => {
      if (event.target.form === form) {
        tell();
      }
    });
    tell();
  };

  document.querySelectorAll('form').forEach(setUpSelection);

  // A form is sent once; coming back to the page makes it usable again.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method === 'post') {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }

      form.dataset.sent = 'true';
      form.setAttribute('aria-busy', 'true');
    }
  });
  window.addEventListener('pageshow', () => {
    document.querySelectorAll('form[data-sent]').forEach((form) => {
      delete form.dataset.sent;
      form.removeAttribute('aria-busy');
    });
  });

  // Corrections: what is said of a line is marked in its fields, and the lines that are wrong are counted.
  const wrongCount = document.querySelector('[data-wrong-count]');
  const tellWrong = () => {
    const here = document.querySelectorAll('[data-line] [data-line-wrong="true"]').length;
    wrongCount.textContent = wrongCount.dataset.text.replace('{0}', here + Number(wrongCount.dataset.elsewhere));
  };
  document.addEventListener('htmx:afterSwap', (event) => {
    const row = event.detail.target.closest?.('tr[data-line]');
    const status = row?.querySelector('[data-line-wrong]');
    if (!status || !wrongCount) {
      return;
    }

    const isWrong = status.dataset.lineWrong === 'true';
    const cells = status.dataset.wrongCells.split(' ');
    row.classList.toggle('tone-bad', isWrong);
    row.querySelectorAll('input[type=text]').forEach((input) => {
      const isMarked = isWrong && ('whole' in input.dataset || cells.includes(input.dataset.cell));
      if (isMarked) {
        input.setAttribute('aria-invalid', 'true');
      } else {
        input.removeAttribute('aria-invalid');
      }
    });
    tellWrong();
  });

  // A file that is too large is refused before it travels; one that is dragged over shows where it may fall.
  document.querySelectorAll('input[type=file][data-max-bytes]').forEach((input) => {
    input.addEventListener('change', () => {
      const isLarge = [...input.files].some((file) => file.size > Number(input.dataset.maxBytes));
      input.setCustomValidity(isLarge ? input.dataset.tooLarge : '');
      input.reportValidity();
    });
    const drop = input.closest('.drop');
    const mark = (isOver) => () => drop.classList.toggle('drop-over', isOver);
    drop.addEventListener('dragover', mark(true));
    drop.addEventListener('dragleave', mark(false));
    drop.addEventListener('drop', mark(false));
  });

  // A panel closes when the reader turns elsewhere.
  document.addEventListener('keydown', (event) => {
    const panel = event.key === 'Escape' && event.target.closest('details.panel-button[open]');
    if (panel) {
      panel.open = false;
      panel.querySelector('summary').focus();
    }
  });
  document.addEventListener('click', (event) => {
    document.querySelectorAll('details.panel-button[open]').forEach((panel) => {
      panel.open = panel.contains(event.target);
    });
  });

  // On a phone the menu is one line: begin where the reader is.
  const menu = document.querySelector('.nav');
  const here = menu?.querySelector('[aria-current]');
  if (here && menu.scrollWidth > menu.clientWidth) {
    menu.scrollLeft = here.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;
  }

  // Keys, for readers who do not take the hand to the mouse; in fields they write, and no key acts.
  const find = document.querySelector('[data-find]');
  const keys = document.getElementById('teclas');
  const rows = () => [...document.querySelectorAll('main tbody tr, main [data-row], main .error-row, main .date-row')]
    .filter((row) => row.offsetParent !== null && row.querySelector('a[href], summary'));
  const moveTo = (step) => {
    const all = rows();
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const row = all[Math.min(Math.max(here + step, 0), all.length - 1)];
    row?.querySelector('a[href], summary').focus();
    row?.scrollIntoView({ block: 'nearest' });
  };
  // UTC beside every time, for those who cannot hover; it stays on from page to page until the tab is closed.
  const utc = document.querySelector('[data-utc]:is(button)');
  const showUtc = (isOn) => {
    document.documentElement.classList.toggle('with-utc', isOn);
    utc?.setAttribute('aria-pressed', String(isOn));
    sessionStorage.setItem('utc', isOn ? '1' : '');
  };
  const switchUtc = () => showUtc(!document.documentElement.classList.contains('with-utc'));
  if (utc) {
    utc.hidden = false;
    utc.addEventListener('click', switchUtc);
    showUtc(sessionStorage.getItem('utc') === '1');
  }

  const showKeys = () => keys?.showModal();
  // Opens a dialog, where nothing is done before a preview has been confirmed.
  const showRerun = () => document.getElementById('repetir')?.showModal();
  document.querySelectorAll('[data-help]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', showKeys);
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input, select, textarea, dialog[open]')) {
      return;
    }

    const act = { '/': () => find?.focus(), j: () => moveTo(1), k: () => moveTo(-1), u: switchUtc, '?': showKeys, r: showRerun }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
})();
