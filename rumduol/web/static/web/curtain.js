// The curtain: Esc twice, or the corner button, covers the whole page; opened names are closed again.
(function () {
  "use strict";
  var last = 0;
  var before = null;
  function draw() {
    if (document.querySelector(".drawn")) { return; }
    before = document.activeElement;
    document.querySelectorAll("details.curtain[open]").forEach(function (item) { item.open = false; });
    var cover = document.createElement("div");
    cover.className = "drawn";
    cover.setAttribute("role", "dialog");
    cover.setAttribute("aria-modal", "true");
    var words = document.createElement("p");
    words.textContent = document.body.dataset.curtainTitle || "";
    words.id = "drawn-words";
    cover.setAttribute("aria-labelledby", words.id);
    var open = document.createElement("button");
    open.type = "button";
    open.textContent = document.body.dataset.curtainOpen || "";
    open.addEventListener("click", function () {
      cover.remove();
      document.body.classList.remove("is-drawn");
      if (before && before.focus) { before.focus(); }
    });
    cover.append(words, open);
    document.body.append(cover);
    document.body.classList.add("is-drawn");
    open.focus();
  }
  document.querySelectorAll("[data-draw-curtain]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", draw);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { last = 0; return; }
    var now = Date.now();
    if (now - last < 800) { draw(); last = 0; } else { last = now; }
  });
  // A page kept by the browser for Back is asked for again: after signing out it is gone.
  window.addEventListener("pageshow", function (event) { if (event.persisted) { window.location.reload(); } });
  // Paper shows what the screen shows: closed curtains stay closed.
})();
