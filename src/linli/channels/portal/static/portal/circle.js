/* A tap on the map asks about that place; a tap on a number leads to its line in the list. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    var form = document.getElementById("locate"), map = document.getElementById("circle-map");
    if (!form || !map) return;
    form.hidden = false;
    map.addEventListener("linli:pick", function () { form.submit(); });
    map.addEventListener("linli:open", function (event) {
      var line = document.getElementById("point-" + event.detail.id);
      if (!line) return;
      event.preventDefault();
      if (line.closest("details")) line.closest("details").open = true;
      line.scrollIntoView({ block: "center" });
      line.setAttribute("tabindex", "-1"); line.focus({ preventScroll: true });
      map.linliMap.choose(event.detail.id);
    });
  });
})();
