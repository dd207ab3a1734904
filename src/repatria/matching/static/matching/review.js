"use strict";

// Keys of the review page.  Each presses the button or follows the link that carries
// it as data-key: nothing is done that the page could not do without this script.
(() => {
  let underWay = false;

  // On a keyboard of other letters the place of the key counts: S is S, also as Ы.
  const keyOf = (event) => {
    if (/^[a-z?]$/.test(event.key) || !event.code.startsWith("Key")) {
      return event.key;
    }
    return event.code.slice(3).toLowerCase();
  };

  const isWriting = (at) =>
    at instanceof Element && at.closest("input, textarea, select") !== null;

  const press = (target) => {
    if (target instanceof HTMLDetailsElement) {
      target.open = !target.open;
      target.querySelector("summary").focus();
    } else if (target instanceof HTMLTextAreaElement) {
      target.focus();
    } else {
      underWay = true;
      target.click();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      return;
    }
    if (isWriting(event.target)) {
      if (event.key === "Escape") {
        event.target.blur();
      }
      return;
    }
    const key = keyOf(event);
    if (event.repeat || underWay || !/^[a-z?]$/.test(key)) {
      return;
    }
    const target = document.querySelector(`[data-key="${key}"]`);
    if (target !== null) {
      event.preventDefault();
      press(target);
    }
  });

  // Back from the browser's own memory, the page takes keys again.
  window.addEventListener("pageshow", () => {
    underWay = false;
  });
})();
