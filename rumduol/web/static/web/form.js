// Forms: letters left, one sending only, the error summary takes the focus, and a warning before typed text is lost.
(function () {
  "use strict";
  var khmer = document.documentElement.lang === "km";
  function inDigits(n) {
    return String(n).replace(/[0-9]/g, function (d) { return khmer ? String.fromCharCode(0x17e0 + Number(d)) : d; });
  }
  function count(area, line) {
    var left = Number(area.dataset.limit) - area.value.length;
    line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("{n}", inDigits(Math.abs(left)));
  }
  document.querySelectorAll("[data-count-for]").forEach(function (line) {
    var area = document.getElementById(line.dataset.countFor);
    if (!area) { return; }
    area.addEventListener("input", function () { count(area, line); });
    if (area.value) { count(area, line); }
  });
  var summary = document.querySelector("[data-error-summary]");
  if (summary) { summary.focus(); }
  var dirty = false;
  document.addEventListener("input", function (event) { if (event.target.form && event.target.form.method === "post" && !event.target.closest(".head")) { dirty = true; } });
  document.addEventListener("submit", function (event) {
    dirty = false;
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post") {
      form.dataset.sent = "yes";
      window.setTimeout(function () { delete form.dataset.sent; }, 8000);
    }
  });
  window.addEventListener("beforeunload", function (event) { if (dirty) { event.preventDefault(); } });
  // Menus close when the focus or a tap goes elsewhere.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) { if (!menu.contains(event.target)) { menu.open = false; } });
  });
})();
