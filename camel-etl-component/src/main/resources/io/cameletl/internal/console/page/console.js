// Brings the page up to date without reloading it. The server makes all HTML; this lays the difference over what is there,
// so that focus, ticks, texts that were typed and what was opened stay. Nothing needs it to be read.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const live = document.getElementById("live");
  const hold = document.getElementById("hold");
  const away = document.getElementById("away");

  ticks();
  if (!main || !main.dataset.part || !live) return;

  told();
  const every = Number(main.dataset.every) * 1000;
  const patience = 10000;
  let held = false;
  let failures = 0;
  let lastGood = new Date();
  let timer = 0;
  let asking = null;

  hold.hidden = false;
  hold.addEventListener("click", () => {
    held = !held;
    hold.textContent = held ? "Go on" : "Hold";
    held ? stop() : ask();
    show();
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : ask()));
  find();
  show();
  next();

  function stop() {
    clearTimeout(timer);
    if (asking) asking.abort();
    asking = null;
  }

  function next() {
    clearTimeout(timer);
    if (!held && !document.hidden) timer = setTimeout(ask, Math.min(every * 2 ** failures, 30000));
  }

  async function ask() {
    stop();
    if (held || document.hidden) return;
    const mine = (asking = new AbortController());
    const limit = setTimeout(() => mine.abort(), patience);
    try {
      const answer = await fetch(main.dataset.part + location.search, {
        signal: mine.signal,
        cache: "no-store",
        credentials: "same-origin",
        redirect: "error",
        headers: { "X-Requested-With": "etl-console" },
      });
      if (answer.status === 401 || answer.status === 403) return ended("You are not signed in any more. Reload the page.");
      if (answer.status === 404) return ended("This is not there any more. Reload the page.");
      const html = await answer.text();
      // While the database is away the server still tells what it knows.
      const isPart = answer.status === 503 && !html.trimStart().startsWith("<!doctype");
      if (!answer.ok && !isPart) throw new Error(answer.status);
      if (asking !== mine) return;
      failures = 0;
      lastGood = new Date();
      if (!isReading()) lay(html);
    } catch (e) {
      if (asking !== mine) return;
      failures++;
    } finally {
      clearTimeout(limit);
    }
    asking = null;
    show();
    next();
  }

  function ended(why) {
    held = true;
    hold.hidden = true;
    asking = null;
    tell(why);
    say("lost", "not live");
  }

  function show() {
    if (failures > 1) {
      tell("The server does not answer. What you see is as of " + clock(lastGood) + ". It is asked again by itself.");
      say("lost", "not live");
    } else {
      tell("");
      say(held ? "" : "on", held ? "held at " + clock(lastGood) : "live");
    }
  }

  function tell(text) {
    if (away.textContent !== text) away.textContent = text;
    away.hidden = !text;
  }

  function say(style, text) {
    live.className = "live " + style;
    if (live.textContent !== text) live.textContent = text;
  }

  function clock(at) {
    return at.toISOString().slice(11, 19) + " UTC";
  }

  // What a form came to is told once: an address that is kept or sent on does not tell it again.
  function told() {
    const query = new URLSearchParams(location.search);
    if (!query.has("done")) return;
    query.delete("done");
    history.replaceState(null, "", location.pathname + (query.toString() ? "?" + query : "") + location.hash);
  }

  // Somebody has marked text, perhaps to copy it: it stays until they are done.
  function isReading() {
    const marked = getSelection();
    return marked && !marked.isCollapsed && main.contains(marked.anchorNode);
  }

  function lay(html) {
    const focused = document.activeElement;
    const parsed = new DOMParser().parseFromString("<main>" + html + "</main>", "text/html");
    children(main, parsed.querySelector("main"));
    if (focused && focused !== document.activeElement && main.contains(focused)) focused.focus({ preventScroll: true });
    ticked();
  }

  function keyOf(node) {
    return node.nodeType === Node.ELEMENT_NODE ? node.dataset.key : undefined;
  }

  function children(old, fresh) {
    const keyed = new Map();
    for (const child of old.children) if (keyOf(child) !== undefined) keyed.set(keyOf(child), child);
    const wantedKeys = new Set([...fresh.children].map(keyOf));
    let at = old.firstChild;
    for (const wanted of [...fresh.childNodes]) {
      const key = keyOf(wanted);
      const isStale = (node) =>
        keyOf(node) === undefined ? key === undefined && node.nodeName !== wanted.nodeName : !wantedKeys.has(keyOf(node));
      while (at && isStale(at)) {
        const gone = at;
        at = at.nextSibling;
        gone.remove();
      }
      const same = key !== undefined ? keyed.get(key) : at && keyOf(at) === undefined ? at : null;
      if (same && same.nodeName === wanted.nodeName) {
        if (same === at) at = at.nextSibling;
        else old.insertBefore(same, at);
        one(same, wanted);
      } else {
        old.insertBefore(document.importNode(wanted, true), at);
      }
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  }

  function one(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
      return;
    }
    if (old.nodeName === "TEXTAREA" || (old.nodeName === "INPUT" && old.type === "search")) return;
    for (const { name, value } of [...fresh.attributes]) {
      if (old.getAttribute(name) !== value && name !== "hidden") old.setAttribute(name, value);
    }
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && name !== "open" && name !== "hidden") old.removeAttribute(name);
    }
    children(old, fresh);
  }

  // What is typed into the box that finds pipelines is looked for at once.
  function find() {
    let wait = 0;
    document.addEventListener("input", (event) => {
      const form = event.target.closest("[data-find]");
      if (!form) return;
      clearTimeout(wait);
      wait = setTimeout(() => {
        const query = new URLSearchParams(new FormData(form));
        if (!query.get("q")) query.delete("q");
        history.replaceState(null, "", query.toString() ? "?" + query : location.pathname);
        ask();
      }, 250);
    });
  }

  // How many are ticked is said beside the buttons, and all can be ticked at once.
  function ticks() {
    const box = () => document.querySelector("[data-every-box]");
    if (box()) box().hidden = false;
    document.addEventListener("change", (event) => {
      const every = box();
      if (every && every.contains(event.target)) {
        for (const one of boxes(document.getElementById("many"))) one.checked = event.target.checked;
      }
      ticked();
    });
    ticked();
  }

  function boxes(form) {
    return form ? [...form.elements].filter((one) => one.type === "checkbox" && one.name) : [];
  }

  function ticked() {
    for (const form of document.querySelectorAll("[data-many]")) {
      const all = boxes(form);
      const many = all.filter((one) => one.checked).length;
      form.querySelector("[data-chosen]").textContent = many ? many + " ticked:" : "Those you tick:";
      for (const button of form.querySelectorAll("button")) button.disabled = !many;
      const every = form.querySelector("[data-every-box] input");
      if (every) every.checked = many > 0 && many === all.length;
    }
  }
})();
