"use strict";

// Sums of a counter-proposal at once, as people are marked.  Without this script the
// button counts: both ask the same page, and this one for the sums alone.
(() => {
  const form = document.getElementById("counter");
  const standing = document.getElementById("standing");
  let asked = null;

  const count = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Repatria-Part": "standing" },
        signal: asked.signal,
      });
      if (answer.ok && !answer.redirected) {
        standing.innerHTML = await answer.text();
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        // The button is still there.
        console.warn("not counted");
      }
    }
  };

  form.addEventListener("change", count);
})();
