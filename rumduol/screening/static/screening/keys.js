// Answering with the keys 1 to 4; Enter sends. Without this script the radio buttons do the same with Tab, arrows and Enter.
(function () {
  "use strict";
  var form = document.querySelector("form[data-answer-keys]");
  if (!form) { return; }
  var help = form.querySelector("[data-key-help]");
  if (help) { help.hidden = false; }
  var questions = Array.prototype.slice.call(form.querySelectorAll("fieldset")).filter(function (set) { return set.querySelector("input[type=radio]"); });
  function at(element) {
    for (var i = 0; i < questions.length; i += 1) { if (questions[i].contains(element)) { return i; } }
    return -1;
  }
  function enter(index) {
    var set = questions[index];
    if (!set) { var button = form.querySelector("button[type=submit]"); if (button) { button.focus(); } return; }
    (set.querySelector("input:checked") || set.querySelector("input")).focus();
    set.scrollIntoView({ block: "nearest" });
  }
  form.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey) { return; }
    var tag = event.target.tagName;
    if (tag === "SELECT" || tag === "TEXTAREA" || (tag === "INPUT" && event.target.type !== "radio")) { return; }
    var here = at(event.target);
    var number = "1234".indexOf(event.key);
    if (number < 0) { number = "\u17e1\u17e2\u17e3\u17e4".indexOf(event.key); }
    if (event.key.length !== 1 || number < 0 || here < 0) { return; }
    var choices = questions[here].querySelectorAll("input[type=radio]");
    if (!choices[number]) { return; }
    event.preventDefault();
    choices[number].checked = true;
    choices[number].dispatchEvent(new Event("input", { bubbles: true }));
    enter(here + 1);
  });
  if (form.hasAttribute("data-answer-first") && !form.querySelector("[data-error-summary]")) { enter(0); }
})();
