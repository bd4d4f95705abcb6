// A form that keeps drafts says every half minute that something was typed; htmx sends it. Without typing nothing is sent,
// so that an unattended screen still falls asleep.
(function () {
  "use strict";
  document.querySelectorAll("[data-draft]").forEach(function (part) {
    var form = part.closest("form");
    var typed = false;
    form.addEventListener("input", function () { typed = true; });
    form.addEventListener("submit", function () { typed = false; });
    window.setInterval(function () {
      if (typed) {
        typed = false;
        part.dispatchEvent(new CustomEvent("typed"));
      }
    }, Number(document.body.dataset.draftEvery || 30) * 1000);
  });
})();
