/* Verb forms: ready-made texts, one list that picks "somebody else". All work without it. */
(function () {
  "use strict";
  function prepare(root) {
    root.querySelectorAll(".reply-templates[hidden]").forEach(function (part) { part.hidden = false; });
  }
  document.addEventListener("DOMContentLoaded", function () { prepare(document); });
  document.addEventListener("htmx:afterSwap", function (event) {
    prepare(event.target.querySelectorAll ? event.target : document);
    var sheet = event.target.querySelector && event.target.querySelector("[data-verb-sheet]");
    if (!sheet) return;
    var first = sheet.querySelector(".error-summary") || sheet.querySelector("textarea, select, input:not([type=hidden]):not([type=file])") || sheet;
    sheet.scrollIntoView({ block: "nearest" });
    first.focus();
  });
  document.addEventListener("change", function (event) {
    var list = event.target;
    if (list.dataset.fills && list.value) {
      var text = document.getElementById(list.dataset.fills);
      if (text) { text.value = text.value.trim() ? text.value.trim() + "\n" + list.value : list.value; text.focus(); text.dispatchEvent(new Event("input", { bubbles: true })); }
    }
    if (list.dataset.picks && list.value) { var other = document.getElementById(list.dataset.picks); if (other) other.checked = true; }
  });
  document.addEventListener("click", function (event) {
    var cancel = event.target.closest("#verb-place .form-end a.btn");
    if (!cancel || !window.htmx) return;
    event.preventDefault();
    var place = document.getElementById("verb-place");
    place.textContent = "";
    var button = document.querySelector("[data-verb]"); if (button) button.focus();
  });
})();
