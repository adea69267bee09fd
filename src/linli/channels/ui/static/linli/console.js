/* The console's keyboard and the three columns of the dispatch desk. Every page works without this file;
   with it a row opens beside the list, new cases come in by themselves, and J K D A M / ? work. */
(function () {
  "use strict";
  var SHORTCUTS = "linli-shortcuts";
  var wide = window.matchMedia("(min-width: 901px)");
  var desk = null;

  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }
  function rows() { return all("#queue a.work"); }
  function chosen() { return desk ? desk.getAttribute("data-chosen") || "" : ""; }
  function rowOf(number) { return rows().filter(function (row) { return row.getAttribute("data-case") === number; })[0] || null; }
  function say(words) { var live = document.getElementById("console-live"); if (live) { live.textContent = ""; window.setTimeout(function () { live.textContent = words; }, 50); } }

  /* --- the chosen row ---------------------------------------------------------------- */
  function mark() {
    rows().forEach(function (row) {
      if (row.getAttribute("data-case") === chosen()) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    });
    showOnMap();
  }
  function map() { var element = document.getElementById("desk-map"); return element ? element.linliMap : null; }
  function showOnMap() {
    var drawn = map();
    if (!drawn) return;
    drawn.choose(chosen());
    var held = drawn.marks[chosen()];
    if (held) drawn.show(held.mark.area, true);
  }
  function choose(row, keepFocus) {
    if (!row || !desk) return;
    var number = row.getAttribute("data-case");
    desk.setAttribute("data-chosen", number);
    desk.setAttribute("data-index", String(rows().indexOf(row)));
    mark();
    row.scrollIntoView({ block: "nearest" });
    if (!keepFocus) row.focus({ preventScroll: true });
    var address = new URL(window.location.href);
    address.searchParams.set("case", number);
    window.history.replaceState(null, "", address.toString());
    window.htmx.ajax("GET", row.getAttribute("href"), { target: "#detail", swap: "innerHTML" });
  }
  function move(by) {
    var list = rows();
    if (!list.length) return;
    var current = rowOf(chosen());
    var index = current ? list.indexOf(current) + by : Math.max(0, Number(desk.getAttribute("data-index") || 0) + (by < 0 ? -1 : 0));
    choose(list[Math.min(list.length - 1, Math.max(0, index))]);
  }

  /* --- new rows come in: the choice, the focus and the scrolled place stay ---------- */
  var before = null;
  document.addEventListener("htmx:beforeSwap", function (event) {
    /* a refusal (somebody was first, a field is missing) is an answer to be read, not a fault */
    var status = event.detail.xhr ? event.detail.xhr.status : 200;
    if (status === 409 || status === 422 || status === 403 || status === 503) { event.detail.shouldSwap = true; event.detail.isError = false; }
    if (event.detail.target && event.detail.target.id === "queue") {
      var active = document.activeElement;
      before = { numbers: rows().map(function (row) { return row.getAttribute("data-case"); }), focus: active && active.closest && active.closest("#queue") ? active.getAttribute("data-case") : null };
    }
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    var target = event.detail.target;
    if (!target) return;
    if (target.id === "detail") { target.scrollTop = 0; drawn(target); }
    if (target.id !== "queue" || !before) return;
    mark();
    var known = before.numbers, added = 0;
    rows().forEach(function (row) { if (known.indexOf(row.getAttribute("data-case")) < 0) { row.classList.add("is-new"); added += 1; } });
    if (before.focus && rowOf(before.focus)) rowOf(before.focus).focus({ preventScroll: true });
    var region = document.getElementById("queue");
    if (added && known.length && region.dataset.polled === "1") say((region.getAttribute("data-new-words") || "").replace("0", String(added)));
    region.dataset.polled = "1";
    before = null;
    var marks = document.getElementById("queue-marks");
    if (marks && map()) { map().setMarks(JSON.parse(marks.textContent)); showOnMap(); }
  });

  /* --- the detail column ------------------------------------------------------------ */
  function drawn(root) {
    var alert = root.querySelector("[data-focus]");
    if (alert) alert.focus();
  }
  document.addEventListener("change", function (event) {
    var input = event.target;
    if (input.matches && input.matches("input[name=assignee][data-name]")) {
      var form = input.closest("form");
      var name = form && form.querySelector("[data-to]");
      if (name) name.textContent = input.getAttribute("data-name");
      var why = form && form.querySelector("[data-why]");
      if (why) why.hidden = !input.hasAttribute("data-suggested");
    }
    if (input.matches && input.matches("[data-submit-on-change]")) {
      var owner = input.form;
      if (owner && owner.requestSubmit) owner.requestSubmit();
      else if (owner) owner.submit();
    }
  });
  document.addEventListener("click", function (event) {
    var row = event.target.closest && event.target.closest("#queue a.work");
    if (row && desk && wide.matches && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      choose(row, true);
      return;
    }
    var closer = event.target.closest && event.target.closest("[data-close-panel]");
    if (closer) { event.preventDefault(); var panel = closer.closest(".verb-panel"); if (panel) panel.innerHTML = ""; }
    var opener = event.target.closest && event.target.closest("[data-help]");
    if (opener) { event.preventDefault(); help(); }
  });
  /* the shared one-tap buttons stay on the desk too, instead of leaving for the page of the case */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!desk || !form.closest("#detail") || form.method !== "post" || form.hasAttribute("hx-post")) return;
    event.preventDefault();
    var values = {};
    all("input, textarea, select", form).forEach(function (field) { if (field.name && field.type !== "file") values[field.name] = field.value; });
    window.htmx.ajax("POST", form.getAttribute("action"), { target: "#detail", swap: "innerHTML", values: values });
  }, true);
  /* a tap on a mark of the map chooses its row */
  document.addEventListener("linli:open", function (event) {
    var row = event.detail && rowOf(event.detail.id);
    if (row && desk && wide.matches) { event.preventDefault(); choose(row, true); }
  });
  document.addEventListener("linli:ready", function (event) { if (event.target.id === "desk-map") showOnMap(); });
  /* a tap on an area of the map of posts opens the area */
  document.addEventListener("linli:area", function (event) {
    if (event.target.id === "posts-map") window.location.search = "?area=" + event.detail.id;
  });
  document.addEventListener("linli:pick", function () {
    var said = document.querySelector("[data-picked]");
    if (said && said.dataset.done) said.textContent = said.dataset.done;
  });
  document.addEventListener("click", function (event) {
    var place = event.target.closest && event.target.closest("[data-place]");
    var input = place && document.getElementById("id_place");
    if (input) { input.value = place.getAttribute("data-place"); document.getElementById("places").innerHTML = ""; input.focus(); }
  });

  /* --- keyboard ------------------------------------------------------------------------- */
  function enabled() { try { return window.localStorage.getItem(SHORTCUTS) !== "off"; } catch (error) { return true; } }
  function help() {
    var dialog = document.getElementById("help");
    if (!dialog) return;
    var box = dialog.querySelector("[data-shortcuts]");
    if (box) box.checked = enabled();
    if (dialog.showModal) dialog.showModal(); else dialog.setAttribute("open", "");
  }
  document.addEventListener("change", function (event) {
    if (!event.target.matches || !event.target.matches("[data-shortcuts]")) return;
    try { window.localStorage.setItem(SHORTCUTS, event.target.checked ? "on" : "off"); } catch (error) { /* private window: on until closed */ }
  });
  function press(key) {
    var button = document.querySelector(key === "a" ? "#detail [data-verb='accept']" : "#detail [data-key='" + key + "']");
    if (button) { button.focus(); button.click(); }
    return Boolean(button);
  }
  var ACTIONS = {
    j: function () { move(1); return true; },
    k: function () { move(-1); return true; },
    d: function () { return press("d"); },
    a: function () { return press("a"); },
    m: function () { return press("m"); },
    "/": function () { var box = document.querySelector("[data-search]"); if (box) { box.focus(); box.select(); } return Boolean(box); },
    "?": function () { help(); return true; }
  };
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !enabled()) return;
    if (event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], dialog")) return;
    var action = ACTIONS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (action && action()) event.preventDefault();
  });

  /* a table that has to be scrolled can be scrolled with the keyboard */
  function reachable() {
    all(".table-wrap").forEach(function (box) {
      var scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (scrolls) box.setAttribute("tabindex", "0"); else box.removeAttribute("tabindex");
    });
  }
  window.addEventListener("resize", reachable);
  document.addEventListener("toggle", reachable, true);

  /* --- start ------------------------------------------------------------------------------ */
  document.addEventListener("DOMContentLoaded", function () {
    desk = document.querySelector("[data-desk]");
    reachable();
    if (desk) {
      var current = document.querySelector("#queue a.work[aria-current]");
      if (current) desk.setAttribute("data-index", String(rows().indexOf(current)));
      mark();
    }
    var detail = document.getElementById("detail");
    if (detail) drawn(detail);
  });
})();
