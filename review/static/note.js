// Copies a note: the title and the text as they stand in the form. Without script they can be selected.
"use strict";

(() => {
  const button = document.querySelector("[data-copy]");
  const [title, body] = ["title", "body"].map((id) => document.getElementById(id));
  const said = document.querySelector("[data-copied]");
  if (!button || !title || !body) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(`${title.value}\n\n${body.value}`);
    } catch { // not allowed, or no secure connection: the text alone, the old way
      body.select();
      if (!document.execCommand("copy")) return;
    }
    said.hidden = false;
  });
})();
