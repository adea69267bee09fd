/* A report survives a lost connection: words and photos lie in the phone's own store until the server has said yes.
   <form data-draft="report" data-said="<id of a status line>" data-saved=… data-sending=… data-waiting=… data-restored=… data-failed=…>
   Sending twice is harmless: the form carries its own intake key. Without IndexedDB or fetch the form is sent the plain way. */
(function () {
  "use strict";
  var able = window.idb && window.indexedDB && window.fetch && window.FormData;
  var opened = null;
  function store() {
    if (!opened) opened = window.idb.openDB("linli", 1, { upgrade: function (db) { db.createObjectStore("drafts"); } });
    return opened;
  }
  function get(name) { return store().then(function (db) { return db.get("drafts", name); }); }
  function put(name, draft) { draft.at = Date.now(); return store().then(function (db) { return db.put("drafts", draft, name); }); }
  function drop(name) { return store().then(function (db) { return db.delete("drafts", name); }); }

  function read(form) {
    var fields = {}, files = {};
    [].forEach.call(form.elements, function (field) {
      if (!field.name || field.name === "csrfmiddlewaretoken" || field.disabled) return;
      if (field.type === "file") { files[field.name] = (files[field.name] || []).concat([].slice.call(field.files)); return; }
      if ((field.type === "checkbox" || field.type === "radio") && !field.checked) return;
      if (field.tagName === "BUTTON") return;
      (fields[field.name] = fields[field.name] || []).push(field.value);
    });
    return { fields: fields, files: files };
  }
  function fill(form, draft) {
    Object.keys(draft.fields).forEach(function (name) {
      var values = draft.fields[name];
      [].forEach.call(form.elements, function (field) {
        if (field.name !== name) return;
        if (field.type === "checkbox" || field.type === "radio") field.checked = values.indexOf(field.value) >= 0;
        else if (field.type !== "file") field.value = values[0];
      });
    });
    Object.keys(draft.files || {}).forEach(function (name) {
      var input = form.querySelector('input[type=file][name="' + name + '"]');
      if (!input || !draft.files[name].length || !window.DataTransfer) return;
      if (window.linliPhotos) window.linliPhotos.hold(input, draft.files[name].map(function (file) { return file instanceof File ? file : new File([file], "photo.jpg", { type: file.type }); }));
    });
  }
  function isEmpty(draft) {
    var words = ["text", "place", "longitude", "phone"].some(function (name) { return draft.fields[name] && draft.fields[name][0]; });
    return !words && !Object.keys(draft.files || {}).some(function (name) { return draft.files[name].length; });
  }

  function token(root) { var field = (root || document).querySelector("input[name=csrfmiddlewaretoken]"); return field ? field.value : ""; }
  function freshToken(address) {
    return fetch(address, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
      return token(new DOMParser().parseFromString(text, "text/html"));
    });
  }
  function body(draft, key) {
    var data = new FormData();
    data.append("csrfmiddlewaretoken", key);
    Object.keys(draft.fields).forEach(function (name) { draft.fields[name].forEach(function (value) { data.append(name, value); }); });
    Object.keys(draft.files || {}).forEach(function (name) { draft.files[name].forEach(function (file) { data.append(name, file, file.name || "photo.jpg"); }); });
    return data;
  }
  /* Resolves with the answer; rejects only when the server was not reached. */
  function post(address, draft, key, again) {
    var control = window.AbortController ? new AbortController() : null;
    var timer = control && window.setTimeout(function () { control.abort(); }, 90000);
    return fetch(address, { method: "POST", body: body(draft, key), credentials: "same-origin", signal: control ? control.signal : undefined }).then(function (answer) {
      window.clearTimeout(timer);
      if (answer.status === 403 && !again) return freshToken(address).then(function (fresh) { return post(address, draft, fresh, true); });
      if (answer.status >= 502) throw new Error(String(answer.status));
      return answer;
    });
  }

  function Draft(form) {
    this.form = form;
    this.name = form.dataset.draft;
    this.said = document.getElementById(form.dataset.said);
    this.address = form.getAttribute("action") || window.location.pathname;
  }
  Draft.prototype.say = function (what) { if (this.said) { this.said.textContent = this.form.dataset[what] || ""; this.said.dataset.state = what; } };
  Draft.prototype.save = function (waiting) {
    var draft = read(this.form), self = this;
    if (isEmpty(draft)) return Promise.resolve();
    draft.waiting = Boolean(waiting);
    return put(this.name, draft).then(function () { if (!waiting) self.say("saved"); });
  };
  Draft.prototype.start = function () {
    var self = this, timer = null, form = this.form;
    get(this.name).then(function (draft) {
      if (!draft || form.hasAttribute("data-bound") || (form.hasAttribute("data-begun") && !draft.waiting)) return;
      fill(form, draft);
      form.dispatchEvent(new CustomEvent("linli:restored", { bubbles: true }));
      if (draft.waiting) self.send(); else self.say(draft.fresh ? "saved" : "restored");
    }, function () {});
    function later() { window.clearTimeout(timer); timer = window.setTimeout(function () { self.save().catch(function () {}); }, 400); }
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("linli:photos", later);
    form.addEventListener("linli:pick", later);
    form.addEventListener("submit", function (event) { if (self.plain) return; event.preventDefault(); window.clearTimeout(timer); self.save(true).then(function () { self.send(); }, function () { self.plain = true; form.submit(); }); });
    window.addEventListener("online", function () { if (self.held) self.send(); });
    window.setInterval(function () { if (self.held && navigator.onLine !== false) self.send(); }, 20000);
  };
  Draft.prototype.send = function () {
    var self = this;
    if (this.busy) return;
    this.busy = true; this.held = false;
    this.say("sending");
    this.form.setAttribute("aria-busy", "true");
    get(this.name).then(function (draft) { return post(self.address, draft, token(self.form)); }).then(function (answer) { return self.answered(answer); }).catch(function () { self.held = true; self.say("waiting"); })
      .then(function () { self.busy = false; self.form.removeAttribute("aria-busy"); });
  };
  Draft.prototype.answered = function (answer) {
    var self = this;
    if (answer.redirected || answer.ok) return drop(this.name).then(function () { window.location.assign(answer.url); });
    return answer.text().then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html"), errors = page.querySelector(".error-summary"), old = self.form.querySelector(".error-summary");
      if (old) old.remove();
      if (errors) { self.form.insertBefore(document.importNode(errors, true), self.form.firstChild); self.form.querySelector(".error-summary").focus(); }
      self.say("failed");
      return self.save(false).then(function () { if (errors) self.say("failed"); });
    });
  };

  /* On other pages: a report that waits is sent; one not finished is offered. */
  function notice(place) {
    get("report").then(function (draft) {
      if (!draft) return;
      place.hidden = false;
      place.querySelector("[data-said]").textContent = draft.waiting ? place.dataset.waiting : place.dataset.draft;
      if (draft.waiting && navigator.onLine !== false) post(place.dataset.report, draft, token()).then(function (answer) { if (answer.redirected) drop("report").then(function () { window.location.assign(answer.url); }); }, function () {});
    }, function () {});
  }

  window.linliDrafts = { able: Boolean(able), get: get, put: put, drop: drop };
  if (!able) return;
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("form[data-draft]").forEach(function (form) { form.linliDraft = new Draft(form); form.linliDraft.start(); });
    var place = document.getElementById("draft-note");
    if (place) notice(place);
    document.addEventListener("click", function (event) {
      var clear = event.target.closest("[data-clear-draft]");
      if (clear) { event.preventDefault(); drop(clear.dataset.clearDraft).then(function () { window.location.assign(clear.href); }); }
    });
  });
})();
