// Leave quickly: the page goes blank at once, and Back does not bring it back. Esc three times does the same.
(function () {
  "use strict";
  var link = document.querySelector("[data-leave]");
  if (!link) { return; }
  var times = [];
  function leave(event) {
    if (event) { event.preventDefault(); }
    document.documentElement.hidden = true;
    document.title = "";
    window.location.replace(link.href);
  }
  link.addEventListener("click", leave);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { times = []; return; }
    var now = Date.now();
    times = times.filter(function (at) { return now - at < 2000; });
    times.push(now);
    if (times.length >= 3) { leave(); }
  });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { window.location.reload(); } });
})();
