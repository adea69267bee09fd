/* Photos of a form: made smaller on the phone, added one after another, shown as small pictures. Works without it too. */
(function () {
  "use strict";
  /* A phone's photo is several MB; the server keeps 2048 px. Old browsers that turn pictures wrongly send the original. */
  function shrink(file) {
    if (file.size < 900000 || !/^image\/(jpeg|png|webp)$/.test(file.type) || !window.CSS || !CSS.supports("image-orientation", "from-image")) return Promise.resolve(file);
    return new Promise(function (resolve) {
      var picture = new Image(), address = URL.createObjectURL(file);
      function back() { URL.revokeObjectURL(address); resolve(file); }
      picture.onerror = back;
      picture.onload = function () {
        var scale = Math.min(1, 2048 / Math.max(picture.naturalWidth, picture.naturalHeight)), canvas = document.createElement("canvas");
        canvas.width = Math.round(picture.naturalWidth * scale); canvas.height = Math.round(picture.naturalHeight * scale);
        try {
          canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
          canvas.toBlob(function (blob) {
            URL.revokeObjectURL(address);
            resolve(blob && blob.size < file.size ? new File([blob], (file.name || "photo").replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file);
          }, "image/jpeg", 0.84);
        } catch (error) { back(); }
      };
      picture.src = address;
    });
  }
  function shrinkAll(files) { return Promise.all([].slice.call(files).map(shrink)); }

  /* The input's own list is replaced at each choice; `linliHeld` keeps those chosen before. */
  function hold(input, files) {
    var list = new DataTransfer();
    files.forEach(function (file) { list.items.add(file); });
    input.linliHeld = files;
    input.files = list.files;
    var field = input.closest("[data-photos]");
    if (field) draw(field, input);
  }
  function draw(field, input) {
    field.querySelectorAll(".photo-thumb.is-new").forEach(function (old) { URL.revokeObjectURL(old.querySelector("img").src); old.remove(); });
    (input.linliHeld || []).forEach(function (file) {
      var thumb = document.createElement("div"), picture = document.createElement("img"), drop = document.createElement("button");
      thumb.className = "photo-thumb is-new"; thumb.linliFile = file;
      picture.src = URL.createObjectURL(file); picture.alt = field.dataset.new || "";
      drop.type = "button"; drop.setAttribute("data-drop", ""); drop.setAttribute("aria-label", field.dataset.remove || "");
      drop.innerHTML = '<svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true"><path d="M6 6l12 12M18 6L6 18"/></svg>';
      thumb.appendChild(picture); thumb.appendChild(drop);
      field.insertBefore(thumb, input.closest(".photo-add"));
    });
  }
  function changed(field) { field.dispatchEvent(new CustomEvent("linli:photos", { bubbles: true })); }

  document.addEventListener("change", function (event) {
    var input = event.target, field = input.type === "file" && input.closest("[data-photos]");
    if (!field || !window.DataTransfer) return;
    var before = input.linliHeld || [];
    field.setAttribute("aria-busy", "true");
    shrinkAll(input.files).then(function (files) { hold(input, before.concat(files)); field.removeAttribute("aria-busy"); changed(field); });
  });
  document.addEventListener("click", function (event) {
    var drop = event.target.closest("[data-drop]"), field = drop && drop.closest("[data-photos]");
    if (!field) return;
    var thumb = drop.closest(".photo-thumb"), input = field.querySelector("input[type=file]");
    if (thumb.linliFile) hold(input, (input.linliHeld || []).filter(function (one) { return one !== thumb.linliFile; })); else thumb.remove();
    input.focus();
    changed(field);
  });
  window.linliPhotos = { shrinkAll: shrinkAll, hold: hold };
})();
