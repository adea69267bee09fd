/* Note down: the resident's name and phone are asked for only when a resident told it. Works without. */
(function () {
  "use strict";
  var form = document.querySelector("[data-record]");
  if (!form) return;
  var part = form.querySelector("[data-for-resident]");
  function update() {
    var chosen = form.querySelector("[name=origin]:checked");
    part.hidden = !chosen || chosen.value !== "visit";
  }
  form.addEventListener("change", update);
  update();
})();
