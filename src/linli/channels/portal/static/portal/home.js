/* On a phone the filled button opens the camera at once; the photo waits on the report page. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    var link = document.getElementById("snap"), input = document.getElementById("snap-file"), drafts = window.linliDrafts;
    if (!link || !drafts || !drafts.able || !window.matchMedia("(pointer: coarse)").matches) return;
    link.addEventListener("click", function (event) { event.preventDefault(); input.click(); });
    input.addEventListener("change", function () {
      if (!input.files.length) return;
      window.linliPhotos.shrinkAll(input.files).then(function (files) {
        return drafts.get("report").then(function (old) {
          var draft = old && !old.waiting ? old : { fields: {}, files: {} };
          draft.files = { photos: ((draft.files || {}).photos || []).concat(files) };
          draft.fresh = true;
          return drafts.put("report", draft);
        });
      }).then(function () { window.location.assign(link.href); }, function () { window.location.assign(link.href); });
    });
  });
})();
