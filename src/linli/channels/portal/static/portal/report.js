/* The report page: voice, place by position or address, reports nearby that are the same. The page works without. */
(function () {
  "use strict";
  function start() {
    var form = document.querySelector("form.report");
    if (!form) return;
    voice(form); position(form); addresses(form); picked(form); similar(form);
    if (form.dataset.start === "text") form.elements.text.focus();
  }

  function voice(form) {
    var Recognition = window.SpeechRecognition || window.webkitSpeechRecognition, button = form.querySelector(".voice"), text = form.elements.text;
    if (!Recognition || !button) return;
    button.hidden = false; button.parentNode.classList.add("has-voice");
    var recognition = new Recognition(), before = "", running = false;
    recognition.lang = "zh-CN"; recognition.interimResults = true; recognition.continuous = true;
    recognition.onresult = function (event) {
      var heard = "";
      for (var i = 0; i < event.results.length; i += 1) heard += event.results[i][0].transcript;
      text.value = before + heard;
      text.dispatchEvent(new Event("input", { bubbles: true }));
    };
    recognition.onend = function () { running = false; button.setAttribute("aria-pressed", "false"); say(form, ""); };
    recognition.onerror = function () { say(form, form.dataset.voiceFailed); };
    button.addEventListener("click", function () {
      if (running) { recognition.stop(); return; }
      before = text.value ? text.value + " " : "";
      try { recognition.start(); running = true; button.setAttribute("aria-pressed", "true"); say(form, form.dataset.listening); } catch (error) { say(form, form.dataset.voiceFailed); }
    });
    if (form.dataset.start === "voice") button.focus();
  }
  function say(form, words) { var line = document.getElementById("voice-said"); if (line) line.textContent = words || ""; }

  function position(form) {
    var button = form.querySelector("[data-locate]"), line = document.getElementById("place-said");
    if (!button || !navigator.geolocation) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      line.textContent = form.dataset.locating;
      navigator.geolocation.getCurrentPosition(function (at) { put(form, at.coords.longitude, at.coords.latitude); }, function () { line.textContent = form.dataset.locateFailed; }, { timeout: 10000, enableHighAccuracy: true, maximumAge: 60000 });
    });
  }
  function put(form, longitude, latitude) {
    var element = form.querySelector("[data-map]");
    form.elements.longitude.value = longitude.toFixed(6); form.elements.latitude.value = latitude.toFixed(6);
    if (element && element.linliMap && element.linliMap.sketch) element.linliMap.pick(longitude, latitude, false, true);
    else describe(form, longitude, latitude);
  }

  function picked(form) {
    form.addEventListener("linli:pick", function (event) { describe(form, event.detail.longitude, event.detail.latitude); });
    form.addEventListener("linli:restored", function () {
      var element = form.querySelector("[data-map]"), longitude = Number(form.elements.longitude.value), latitude = Number(form.elements.latitude.value);
      if (form.elements.longitude.value) { if (element && element.linliMap && element.linliMap.sketch) element.linliMap.pick(longitude, latitude, true, true); describe(form, longitude, latitude); }
    });
  }
  function describe(form, longitude, latitude) {
    var line = document.getElementById("place-said");
    fetch(form.dataset.place + "?longitude=" + longitude + "&latitude=" + latitude, { credentials: "same-origin" })
      .then(function (answer) { return answer.json(); })
      .then(function (found) {
        line.textContent = found.said;
        var element = form.querySelector("[data-map]");
        if (element && element.linliMap && found.area) element.linliMap.show(found.area, true);
        form.dispatchEvent(new CustomEvent("linli:placed"));
      }).catch(function () { line.textContent = form.dataset.placed; });
  }

  function addresses(form) {
    var input = form.elements.place, list = document.getElementById("place-found"), timer = null;
    input.addEventListener("input", function () {
      window.clearTimeout(timer);
      if (input.value.trim().length < 2) { list.textContent = ""; return; }
      timer = window.setTimeout(function () {
        fetch(form.dataset.places + "?text=" + encodeURIComponent(input.value), { credentials: "same-origin" }).then(function (answer) { return answer.json(); }).then(function (found) {
          list.textContent = "";
          found.places.forEach(function (one) {
            var button = document.createElement("button"), name = document.createElement("span"), where = document.createElement("span");
            button.type = "button"; button.className = "pick"; name.className = "title"; where.className = "eyebrow"; name.textContent = one.label; where.textContent = one.where;
            button.appendChild(name); button.appendChild(where);
            button.addEventListener("click", function () { input.value = one.label; list.textContent = ""; put(form, one.longitude, one.latitude); });
            list.appendChild(button);
          });
        }).catch(function () { list.textContent = ""; });
      }, 300);
    });
  }

  /* Neighbours may have reported the same: offer to join them before sending. */
  function similar(form) {
    var place = document.getElementById("similar"), timer = null, last = "";
    function ask() {
      var fields = form.elements, words = ["longitude", "latitude", "place", "building", "text", "category"];
      if (!(fields.longitude.value || fields.building.value || fields.place.value.trim().length > 3) || !(fields.text.value.trim().length > 1 || fields.category.value)) return;
      var address = form.dataset.similar + "?" + words.map(function (name) { return name + "=" + encodeURIComponent(fields[name].value.trim()); }).join("&");
      if (address === last) return;
      last = address;
      fetch(address, { credentials: "same-origin" }).then(function (answer) { return answer.ok ? answer.text() : ""; }).then(function (html) { place.innerHTML = html; }).catch(function () {});
    }
    function later() { window.clearTimeout(timer); timer = window.setTimeout(ask, 700); }
    var follow = document.getElementById("follow");
    if (follow) follow.addEventListener("submit", function () { follow.elements.phone.value = form.elements.phone.value.trim(); });
    form.addEventListener("input", later); form.addEventListener("change", later); form.addEventListener("linli:placed", later);
  }
  document.addEventListener("DOMContentLoaded", start);
})();
