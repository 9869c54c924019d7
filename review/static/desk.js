// Keys for the desk. Everything here is also a link or a button on the page: without script nothing is lost.
"use strict";

(() => {
  const rows = [...document.querySelectorAll("[data-row]")];
  let at = -1;

  // A page that waits for a job comes back by itself; without script the page's own head does it.
  const waiting = document.querySelector("[data-reload]");
  if (waiting) setTimeout(() => location.reload(), 1000 * waiting.dataset.reload);

  const typing = (node) =>
    node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName)) &&
    !/^(checkbox|radio)$/.test(node.type || "");

  const show = (index) => {
    if (!rows.length) return;
    rows[at]?.classList.remove("current");
    at = Math.max(0, Math.min(rows.length - 1, index));
    rows[at].classList.add("current");
    const link = rows[at].querySelector("a");
    link?.focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };

  const follow = (selector) => {
    const link = document.querySelector(selector);
    if (link) { link.click(); return true; }
    return false;
  };

  const focus = (selector) => {
    const field = document.querySelector(selector);
    if (!field) return false;
    field.focus();
    return true;
  };

  const tick = () => {
    const boxes = [...(choices.length ? rows[at] || document : document).querySelectorAll("input[name=evidence]")];
    const next = boxes.find((box) => !box.checked) || boxes[0];
    if (!next) return false;
    next.checked = !next.checked;
    next.focus();
    return true;
  };

  const help = () => {
    const box = document.getElementById("keys");
    if (!box) return follow("[data-key='?']");
    box.open ? box.close() : box.showModal();
    return true;
  };

  // Labelling: a topic's key goes from open to yes to no and back; x answers no to what is still open.
  const form = document.querySelector("form[data-label]");
  const topics = form ? [...form.querySelectorAll("[data-topic]")] : [];
  const turn = (index) => {
    const choices = topics[index] ? [...topics[index].querySelectorAll("input")] : [];
    if (!choices.length) return false;
    choices[(choices.findIndex((choice) => choice.checked) + 1) % choices.length].checked = true;
    return true;
  };
  const rest = () => {
    for (const topic of topics) {
      const [, no, open] = topic.querySelectorAll("input");
      if (open.checked) no.checked = true;
    }
    return true;
  };
  const button = form?.querySelector("[data-rest]");
  if (button) { button.hidden = false; button.addEventListener("click", rest); }
  const label = (key) => {
    if (/^[0-9]$/.test(key)) return turn((Number(key) + 9) % 10);
    if (key === "x") return rest();
    if (key === "s") return follow("button[data-key='s']");
    if (key === "Enter" && !(document.activeElement instanceof HTMLAnchorElement || document.activeElement instanceof HTMLButtonElement || document.activeElement instanceof HTMLLabelElement)) {
      return follow("button[data-key='Enter']");
    }
    return false;
  };

  // Deciding together: x ticks the current alert of the list, a all of them (or none, where all are).
  const choices = [...document.querySelectorAll("#together input[name=alert]")];
  const choose = (key) => {
    if (key === "x") { const box = rows[at]?.querySelector("input[name=alert]"); if (box) box.checked = !box.checked; return Boolean(box); }
    if (key === "a") { const all = choices.every((box) => box.checked); for (const box of choices) box.checked = !all; return true; }
    return false;
  };

  const act = (key) => {
    if (form && label(key)) return true;
    if (choices.length && choose(key)) return true;
    if (key === "j") { if (rows.length) { show(at + 1); return true; } return follow("[data-key='j']"); }
    if (key === "k") { if (rows.length) { show(at - 1); return true; } return follow("[data-key='k']"); }
    if (key === "o") { const link = rows[at]?.querySelector("a"); if (link) { link.click(); return true; } return false; }
    if (/^[1-6]$/.test(key)) return follow(`button[data-key='${key}']`);
    if (key === "n") return focus("[data-key='n']");
    if (key === "e") return tick();
    if (key === "r") { const link = document.querySelector("[data-key='r']"); if (!link || !link.offsetParent) return false; link.click(); return true; }
    if (key === "u") return follow("button[data-key='u']");
    if (key === "b") return follow("a[data-key='b']");
    if (key === "q") return follow("main a[data-go='q']") || follow("a[data-go='q']");
    if (key === "/") return focus("[data-key='/']") || follow("a[data-go='/']");
    if (key === "?") return help();
    return false;
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target)) return;
    if (act(event.key)) event.preventDefault();
  });

  // A form sent twice by a double click is sent once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if ((form.method || "").toLowerCase() === "post") form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));
})();
