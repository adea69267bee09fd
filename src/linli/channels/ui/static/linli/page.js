/* Every page: says when the connection is lost, and sends a form once. Works without this file too. */
(function () {
  "use strict";
  function showConnection() {
    var notes = document.querySelectorAll(".offline");
    for (var i = 0; i < notes.length; i += 1) notes[i].hidden = navigator.onLine !== false;
    document.documentElement.classList.toggle("is-offline", navigator.onLine === false);
  }
  window.addEventListener("online", showConnection);
  window.addEventListener("offline", showConnection);
  document.addEventListener("DOMContentLoaded", showConnection);

  /* A second tap on "send" does not send twice; the server would see the same key anyway. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method === "dialog" || form.hasAttribute("hx-post") || form.hasAttribute("hx-get")) return;
    if (form.dataset.sent === "1") { event.preventDefault(); return; }
    window.setTimeout(function () {
      if (event.defaultPrevented) return;
      form.dataset.sent = "1";
      form.setAttribute("aria-busy", "true");
      window.setTimeout(function () { delete form.dataset.sent; form.removeAttribute("aria-busy"); }, 8000);
    }, 0);
  });
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; form.removeAttribute("aria-busy"); });
  });

  /* Focus goes to the list of errors when a form came back. */
  document.addEventListener("DOMContentLoaded", function () {
    var errors = document.querySelector(".error-summary");
    if (errors) errors.focus();
  });

  /* Print buttons; copy buttons. */
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print],[data-copy]");
    if (!button) return;
    if (button.hasAttribute("data-print")) { window.print(); return; }
    var text = button.getAttribute("data-copy");
    function done() {
      button.classList.add("is-done");
      var live = document.getElementById("messages");
      if (live && button.dataset.done) { live.textContent = ""; var note = document.createElement("div"); note.className = "note note-success"; note.textContent = button.dataset.done; live.appendChild(note); }
    }
    if (navigator.clipboard && navigator.clipboard.writeText) navigator.clipboard.writeText(text).then(done, function () {});
  });

  /* htmx: carry the CSRF token, and say when the server could not be reached. */
  document.addEventListener("htmx:configRequest", function (event) {
    var token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });
  /* A refusal (4xx) that says where it belongs is shown there; the form with what was typed stays. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:sendError", function () {
    document.querySelectorAll(".offline").forEach(function (note) { note.hidden = false; });
  });
})();
