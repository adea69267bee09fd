/* While a report is written: whom to call at once, and the place its words name. Needs on the form: data-heard, the
   address that listens; inside it: [data-heard-shown], where the answer stands. The page works without. */
(function () {
  "use strict";
  function start() { Array.prototype.slice.call(document.querySelectorAll("form[data-heard]")).forEach(listen); }
  function value(form, name) { return form.elements[name] ? form.elements[name].value.trim() : ""; }
  function listen(form) {
    var shown = form.querySelector("[data-heard-shown]"), timer = null, last = null;
    function ask() {
      var text = value(form, "text"), placed = value(form, "longitude") || value(form, "place") || value(form, "building") || value(form, "building_id") ? "1" : "";
      if (placed + text === last) return;
      last = placed + text;
      if (text.length < 2) { shown.textContent = ""; return; }
      var asked = new URLSearchParams({ text: text, placed: placed, at: value(form, "at"), csrfmiddlewaretoken: value(form, "csrfmiddlewaretoken") });
      fetch(form.dataset.heard, { method: "POST", body: asked, credentials: "same-origin" }).then(function (answer) { return answer.ok ? answer.text() : ""; }).then(function (html) { if (last === placed + text) shown.innerHTML = html.trim(); }).catch(function () {});
    }
    function later() { window.clearTimeout(timer); timer = window.setTimeout(ask, 600); }
    form.addEventListener("input", later); form.addEventListener("change", later); form.addEventListener("linli:placed", later); form.addEventListener("linli:restored", later);
    form.addEventListener("linli:pick", later);
    shown.addEventListener("click", function (event) {
      var button = event.target.closest("[data-heard-place]");
      if (button) take(form, button);
    });
    later();
  }
  function take(form, button) {
    var map = form.querySelector("[data-map]") || document.querySelector("[data-map]"), at = button.dataset;
    form.elements.place.value = at.heardPlace;
    if (at.longitude) {
      form.elements.longitude.value = at.longitude; form.elements.latitude.value = at.latitude;
      if (map && map.linliMap && map.linliMap.sketch) map.linliMap.pick(Number(at.longitude), Number(at.latitude), false, true);
    }
    form.elements.place.focus();
    form.elements.place.dispatchEvent(new Event("change", { bubbles: true }));
  }
  document.addEventListener("DOMContentLoaded", start);
})();
