"use strict";
(() => {
  const root = document.documentElement;
  const tools = document.getElementById("tools");
  const card = document.getElementById("card");
  const words = (within) => within.getElementsByClassName("w");
  let word = null;
  let timer = 0;

  // Toggles.
  const turn = (button, on) => {
    button.setAttribute("aria-pressed", on);
    root.classList.toggle(button.value === "kana" ? "kana" : "no-" + button.value, (button.value === "kana") === on);
  };
  tools.hidden = false;
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-labelledby", "tools-label");
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) turn(button, button.getAttribute("aria-pressed") !== "true");
  });

  // The card beside a word: the note from the end of the page.
  const close = () => {
    clearTimeout(timer);
    if (word) {
      word.classList.remove("on");
      word.removeAttribute("aria-describedby");
    }
    word = null;
    card.hidden = true;
  };
  const place = () => {
    const at = word.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, root.clientWidth - card.offsetWidth - 8));
    const below = at.bottom + 6 + card.offsetHeight <= root.clientHeight || at.top < card.offsetHeight + 6;
    card.style.left = left + scrollX + "px";
    card.style.top = (below ? at.bottom + 6 : at.top - 6 - card.offsetHeight) + scrollY + "px";
  };
  const open = (next, aloud) => {
    const note = document.getElementById(next.hash.slice(1));
    if (!note) return;
    if (word !== next) close();
    const shown = document.createElement("dl");
    for (const child of note.children) shown.append(child.cloneNode(true));
    card.setAttribute("aria-live", aloud ? "polite" : "off");
    card.hidden = false;
    card.replaceChildren(shown);
    word = next;
    word.classList.add("on");
    word.setAttribute("aria-describedby", "card");
    place();
  };
  const wordAt = (target) => (target instanceof Element ? target.closest("a.w") : null);
  const later = (what, wait) => {
    clearTimeout(timer);
    timer = setTimeout(what, wait);
  };

  document.addEventListener("click", (event) => {
    const next = wordAt(event.target);
    if (next && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      clearTimeout(timer);
      if (next === word && card.dataset.held) {
        delete card.dataset.held;
        close();
      } else {
        open(next, true);
        card.dataset.held = "yes";
      }
    } else if (!card.contains(event.target)) {
      delete card.dataset.held;
      close();
    } else if (event.target.closest("a")) {
      delete card.dataset.held;
      close();
    }
  });
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || card.dataset.held) return;
    const next = wordAt(event.target);
    if (next) later(() => open(next, false), 250);
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (word && word !== document.activeElement) later(close, 350);
    else if (!word) clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const next = wordAt(event.target);
    if (next && next.matches(":focus-visible")) {
      delete card.dataset.held;
      open(next, false);
    } else if (!next && word && !card.contains(event.target)) close();
  });
  addEventListener("resize", () => { if (word) place(); });

  // Arrow keys from word to word; Tab from sentence to sentence.
  const step = (from, by) => {
    const all = [...words(from.closest(".s"))];
    const next = all[all.indexOf(from) + by];
    if (next) return next;
    const other = document.getElementById("s" + (Number(from.closest(".s").id.slice(1)) + by));
    return other && (by > 0 ? words(other)[0] : [...words(other)].pop());
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.hidden) {
      delete card.dataset.held;
      close();
      return;
    }
    const from = wordAt(document.activeElement);
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!from || !by || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = step(from, by);
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
  for (const sentence of document.getElementsByClassName("s")) {
    const all = words(sentence);
    for (let at = 1; at < all.length; at++) all[at].tabIndex = -1;
  }
})();
