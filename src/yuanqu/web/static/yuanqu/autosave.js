// A form that saves as it fills says so when it was not saved: logged out, no connection, closed.
// What was typed stays on the page, also what was typed while an answer was on its way that brings
// other questions. Without JavaScript there is no autosave, and none of this.
"use strict";

(() => {
  const form = document.getElementById("answers");
  const told = document.getElementById("not-saved");
  const home = new URL(form.action).pathname;
  let retried = false;
  let sent = new Map();
  let newer = new Map();

  const isBox = (control) => control.type === "checkbox" || control.type === "radio";
  const isTyped = (control) => control.name && !["hidden", "file", "submit"].includes(control.type);
  const keyOf = (control) => (isBox(control) ? `${control.name}=${control.value}` : control.name);

  const typed = () => new Map(
    [...form.elements].filter(isTyped).map((control) => [
      keyOf(control), isBox(control) ? control.checked : control.value,
    ]),
  );

  const putBack = () => {
    let differs = false;
    for (const control of [...form.elements].filter(isTyped)) {
      const value = newer.get(keyOf(control));
      if (value === undefined) continue;
      if (isBox(control)) control.checked = value;
      else control.value = value;
      differs = true;
    }
    newer = new Map();
    if (differs) htmx.trigger(form, "change");
  };

  const tell = (why) => {
    for (const each of told.children) each.hidden = each.dataset.why !== why;
    told.hidden = false;
  };

  const isLoggedOut = () => !told.hidden && !told.querySelector("[data-why=logged-out]").hidden;

  // Logging in again gives new tokens: the page as it is now has one that will be taken.
  const renew = (page) => {
    const fresh = page.querySelector("#answers [name=csrfmiddlewaretoken]");
    if (!fresh) return false;
    for (const old of document.querySelectorAll("[name=csrfmiddlewaretoken]")) old.value = fresh.value;
    return true;
  };

  const saveAgain = () => {
    if (retried) {
      tell("closed");
      return;
    }
    retried = true;
    htmx.trigger(form, "change");
  };

  // Why it was not saved: the page itself, asked for anew, knows.
  const look = async () => {
    let answer, text;
    try {
      answer = await fetch(home, { credentials: "same-origin", cache: "no-store" });
      text = await answer.text();
    } catch {
      tell("unreachable");
      return;
    }
    if (answer.redirected && new URL(answer.url).pathname !== home) {
      tell(answer.url.includes("next=") ? "logged-out" : "closed");
    } else if (answer.ok && renew(new DOMParser().parseFromString(text, "text/html"))) {
      saveAgain();
    } else {
      tell(answer.status >= 500 ? "unreachable" : "closed");
    }
  };

  form.addEventListener("htmx:beforeRequest", () => {
    sent = typed();
  });

  form.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    newer = new Map([...typed()].filter(([key, value]) => sent.has(key) && sent.get(key) !== value));
    if (xhr.status < 400 && new URL(xhr.responseURL).pathname === home) {
      told.hidden = true;
      retried = false;
      return;
    }
    event.detail.shouldSwap = false;
    if (xhr.status >= 500) tell("unreachable");
    else look();
  });

  form.addEventListener("htmx:afterSwap", putBack);
  form.addEventListener("htmx:sendError", () => tell("unreachable"));
  form.addEventListener("htmx:timeout", () => tell("unreachable"));

  const isAsServed = (control) => {
    if (isBox(control)) return control.checked === control.defaultChecked;
    if (!control.options) return control.value === control.defaultValue;
    const served = [...control.options].findIndex((option) => option.defaultSelected);
    return control.selectedIndex === Math.max(served, 0);
  };

  // Whoever was quicker than the scripts on a slow line has answered before anything listened.
  document.addEventListener("DOMContentLoaded", () => {
    if (![...form.elements].filter(isTyped).every(isAsServed)) htmx.trigger(form, "change");
  });

  const comeBack = () => {
    if (isLoggedOut()) {
      retried = false;
      look();
    }
  };
  window.addEventListener("focus", comeBack);
  document.addEventListener("visibilitychange", comeBack);
})();
