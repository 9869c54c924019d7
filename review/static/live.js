// Keeps an open alert or queue up to date: who else reads it, what was decided meanwhile, what is new.
// Without script nothing is lost: a verdict given over another's unseen one is refused by the desk.
"use strict";

(() => {
  const EVERY = 15000;
  const token = document.querySelector("input[name=csrf]")?.value;

  const say = (node, text) => {
    if (!node) return;
    const place = node.querySelector("span") || node;
    if (place.textContent !== text) place.textContent = text;
    node.hidden = !text;
  };

  // Asks now, every EVERY milliseconds while the page is looked at, and whenever it is looked at again.
  const keep = (ask) => {
    let asking = false;
    let again = false; // somebody came back while an answer, perhaps an old one, was on its way
    const turn = async () => {
      if (document.hidden) return;
      again = asking;
      if (asking) return;
      asking = true;
      try { await ask(); } catch { /* the desk cannot be reached: the next turn asks again */ }
      asking = false;
      if (again) turn();
    };
    turn();
    setInterval(turn, EVERY);
    window.addEventListener("focus", turn);
    document.addEventListener("visibilitychange", turn);
  };

  const alert = document.querySelector("#live[data-live]");
  if (alert) {
    const { live, version, seen } = alert.dataset;
    keep(async () => {
      const answer = await fetch(live, { method: "POST", body: new URLSearchParams({ csrf: token, version, seen }) });
      if (!answer.ok) return;
      const { readers, changed } = await answer.json();
      say(alert.querySelector("[data-readers]"), readers);
      say(alert.querySelector("[data-changed]"), changed);
    });
    window.addEventListener("pagehide", () => navigator.sendBeacon(live, new URLSearchParams({ csrf: token, leave: "yes" })));

    // What was typed is still there after looking at how it stands now.
    const note = document.getElementById("note");
    const place = `note ${live}`;
    const kept = sessionStorage.getItem(place);
    if (note && kept && !note.value) note.value = kept;
    sessionStorage.removeItem(place);
    alert.querySelector("[data-key='r']")?.addEventListener("click", () => {
      if (note?.value) sessionStorage.setItem(place, note.value);
    });
  }

  const queue = document.getElementById("queue-live");
  if (queue) {
    const rows = [...document.querySelectorAll("[data-alert]")];
    const join = queue.dataset.url.includes("?") ? "&" : "?";
    const query = new URLSearchParams({ made: queue.dataset.made, ids: rows.map((row) => row.dataset.alert).join(",") });
    keep(async () => {
      const answer = await fetch(queue.dataset.url + join + query);
      if (!answer.ok) return;
      const { fresh, rows: told } = await answer.json();
      say(queue, fresh);
      for (const row of rows) say(row.querySelector("[data-live]"), told[row.dataset.alert] || "");
    });
  }
})();
