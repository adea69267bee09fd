/* "I am there now": the phone's own position, asked for only on a tap. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    var form = document.getElementById("locate");
    if (!form || !navigator.geolocation) return;
    form.hidden = false;
    var button = form.querySelector("[data-locate]");
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.geolocation.getCurrentPosition(function (at) {
        form.elements.longitude.value = at.coords.longitude; form.elements.latitude.value = at.coords.latitude; form.submit();
      }, function () { form.querySelector("[data-said]").textContent = form.dataset.refused; }, { timeout: 10000, enableHighAccuracy: true, maximumAge: 60000 });
    });
  });
})();
