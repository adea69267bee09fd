/* The maps of the planner, drawn on the sketch map: a plan with an editor, two plans side by side, nets over one another.
   <section data-plan data-url="…map.json" [data-try="…try.json"] [data-pair]> around an area map; <section data-nets data-url="…">;
   <section data-spread data-url="…">: units and the grids they serve. */
(function () {
  "use strict";
  var TINTS = ["#a9cfe8", "#f7cf9c", "#a9dbc4", "#e6bcd8", "#f3e69b", "#bfc3ea"], INK = "#37453f", GREEN = "#17694f", AMBER = "#8a5200", RED = "#b3261e";

  function get(url) {
    return fetch(url, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }
  function hide(sketch, kind) {
    Object.keys(sketch.areas).forEach(function (id) { if (sketch.areas[id].about.kind === kind) sketch.areas[id].layer.remove(); });
    sketch.labels = sketch.labels.filter(function (one) { if (one.kind === kind || one.kind === "community") { one.marker.remove(); return false; } return true; });
  }
  function roadsAbove(sketch) { sketch.roads.forEach(function (one) { one.layer.bringToFront(); }); }
  function element(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }
  function label(map, at, name, below, off) {
    var box = element("span", "planner-label", name);
    if (below) box.appendChild(element("small", off ? "off" : "", below));
    return L.marker([at[1], at[0]], { interactive: false, keyboard: false, icon: L.divIcon({ html: box, className: "map-label-place", iconSize: [0, 0] }) }).addTo(map);
  }
  /* Labels show where they have room; small grids get theirs when one comes closer. */
  function roomForLabels(map, labels) {
    function look() {
      labels.forEach(function (one) {
        var box = one.bounds, west = map.latLngToContainerPoint(box.getNorthWest()), east = map.latLngToContainerPoint(box.getSouthEast());
        var fits = east.x - west.x > one.long * 9 && east.y - west.y > 26;
        if (fits && !map.hasLayer(one.marker)) one.marker.addTo(map); else if (!fits) one.marker.remove();
      });
    }
    map.on("zoomend", look); look();
  }

  /* --- one plan -------------------------------------------------------------- */
  function Plan(section, sketch, found) {
    this.section = section; this.sketch = sketch; this.map = sketch.map; this.words = section.dataset;
    this.chosen = {}; this.cells = {}; this.grids = {}; this.kept = {};
    this.editor = section.dataset.try ? document.querySelector("[data-editor]") : null;
    this.draw(found);
    if (this.editor) this.edit();
  }
  Plan.prototype.draw = function (found) {
    var self = this, map = this.map, canvas = this.sketch.canvas, labels = [];
    hide(this.sketch, "grid");
    this.names = {};
    found.grids.features.forEach(function (one) { self.names[one.properties.code] = one.properties.name; });
    L.geoJSON(found.grids, {
      interactive: Boolean(this.editor),
      style: function (one) { return { renderer: canvas, stroke: false, fill: true, fillColor: TINTS[one.properties.colour], fillOpacity: 0.78 }; },
      onEachFeature: function (one, layer) {
        self.grids[one.properties.code] = { layer: layer, about: one.properties };
        layer.on("click", function (event) { L.DomEvent.stop(event); self.aim(one.properties.code); });
      }
    }).addTo(map);
    roadsAbove(this.sketch);
    this.drawCells(found.cells, canvas);
    L.geoJSON(found.grids, {
      interactive: false,
      style: function (one) { return { renderer: canvas, color: one.properties.in_band ? INK : AMBER, weight: one.properties.in_band ? 2 : 3, dashArray: one.properties.special ? "2 4" : null, fill: false }; },
      onEachFeature: function (one, layer) {
        var about = one.properties, size = about.households + " " + (self.words.households || "");
        labels.push({ marker: label(map, about.label, about.name, about.special ? "" : size, !about.in_band), bounds: layer.getBounds(), long: about.name.length });
      }
    }).addTo(map);
    roomForLabels(map, labels);
    if (found.bounds && found.bounds.length) map.fitBounds([[found.bounds[1], found.bounds[0]], [found.bounds[3], found.bounds[2]]], { animate: false, padding: [8, 8] });
  };
  Plan.prototype.drawCells = function (cells, canvas) {
    var self = this;
    L.geoJSON(cells, {
      interactive: Boolean(this.editor),
      style: function () { return { renderer: canvas, color: "#6b7a73", weight: 0.75, fill: true, fillColor: "#fff", fillOpacity: 0.75 }; },
      onEachFeature: function (one, layer) {
        self.cells[one.properties.id] = { layer: layer, about: one.properties };
        if (!self.editor) return;
        layer.on("click", function (event) { L.DomEvent.stop(event); if (!self.dragged) self.choose(one.properties.id); self.dragged = false; });
        layer.on("mousedown", function (event) { self.grab(one.properties.id, event); });
        layer.bindTooltip(one.properties.name + " · " + one.properties.households + " " + (self.words.households || ""), { direction: "top" });
      }
    }).addTo(this.map);
  };

  /* --- changing it by hand ------------------------------------------------------ */
  Plan.prototype.part = function (name) { return this.editor.querySelector("[data-" + name + "]"); };
  Plan.prototype.edit = function () {
    var self = this, to = this.to = this.editor.querySelector("[name=to]");
    this.sketch.element.classList.add("is-editing");
    to.addEventListener("change", function () { self.look(); });
    this.part("whole-estate").addEventListener("click", function () {
      var estates = {};
      Object.keys(self.chosen).forEach(function (id) { estates[self.cells[id].about.estate] = true; });
      Object.keys(self.cells).forEach(function (id) { var about = self.cells[id].about; if (about.estate && estates[about.estate]) self.mark(id, true); });
      self.tell();
    });
    this.part("choose-none").addEventListener("click", function () { Object.keys(self.chosen).forEach(function (id) { self.mark(id, false); }); self.tell(); });
    this.editor.querySelector("[name=building]").addEventListener("change", function (event) { if (event.target.value) { self.mark(event.target.value, true); event.target.value = ""; self.tell(); } });
    this.editor.querySelector("[name=estate]").addEventListener("change", function (event) {
      Object.keys(self.cells).forEach(function (id) { if (String(self.cells[id].about.estate) === event.target.value) self.mark(id, true); });
      event.target.value = ""; self.tell();
    });
  };
  Plan.prototype.choose = function (id) { this.mark(id, !this.chosen[id]); this.tell(); };
  Plan.prototype.mark = function (id, on) {
    var cell = this.cells[id];
    if (!cell) return;
    if (on) this.chosen[id] = true; else delete this.chosen[id];
    cell.layer.setStyle(on ? { color: GREEN, weight: 2.5, fillColor: GREEN, fillOpacity: 0.65 } : { color: "#6b7a73", weight: 0.75, fillColor: "#fff", fillOpacity: 0.75 });
  };
  Plan.prototype.tell = function () {
    var self = this, ids = Object.keys(this.chosen), inputs = this.part("chosen-inputs"), words = this.part("chosen"), homes = 0;
    inputs.textContent = "";
    ids.forEach(function (id) {
      var input = document.createElement("input");
      input.type = "hidden"; input.name = "building"; input.value = id; inputs.appendChild(input);
      homes += self.cells[id].about.households;
    });
    words.hidden = !ids.length;
    words.textContent = ids.length ? (ids.length > 3 ? self.cells[ids[0]].about.name + " … (" + ids.length + ")" : ids.map(function (id) { return self.cells[id].about.name; }).join("、")) + " · " + homes + " " + (this.words.households || "") : "";
    this.part("by-table").hidden = Boolean(ids.length);
    this.part("whole-estate").hidden = !ids.length; this.part("choose-none").hidden = !ids.length;
    if (ids.length && this.cells[ids[0]].about.grid === this.to.value && !this.aimed) this.part("delta").textContent = this.words.chooseGrid;
    else this.look();
  };
  Plan.prototype.aim = function (code) { if (!Object.keys(this.chosen).length) return; this.to.value = code; this.aimed = true; this.look(); };
  /* What it would do is asked once for each choice; answers are kept while the pointer wanders. */
  Plan.prototype.look = function () {
    var self = this, ids = Object.keys(this.chosen).sort(), to = this.to.value, key = ids.join(",") + ">" + to;
    Object.keys(this.grids).forEach(function (code) { self.grids[code].layer.setStyle({ fillOpacity: ids.length && code === to ? 0.98 : 0.78 }); });
    if (!ids.length) { this.part("delta").textContent = ""; return; }
    this.wanted = key;
    if (this.kept[key]) { this.show(this.kept[key]); return; }
    get(this.words.try + "?" + ids.map(function (id) { return "building=" + id; }).join("&") + "&to=" + encodeURIComponent(to)).then(function (found) {
      self.kept[key] = found;
      if (self.wanted === key) self.show(found);
    }).catch(function () { if (self.wanted === key) self.part("delta").textContent = self.words.failed; });
  };
  Plan.prototype.show = function (found) {
    var self = this, box = this.part("delta"), table = element("table"), words = this.words;
    function row(name, before, after, off) {
      var line = element("tr"), after_cell = element("td", "", String(after) + (off ? " !" : ""));
      line.appendChild(element("th", "", name)); line.appendChild(element("td", "", String(before))); line.appendChild(element("td", "", "→")); line.appendChild(after_cell);
      table.appendChild(line);
    }
    box.textContent = "";
    found.grids.forEach(function (one) { row(self.names[one.code] || one.code, one.before, one.after, !one.in_band); });
    row(words.worst, found.before.worst_deviation_percent, found.after.worst_deviation_percent);
    row(words.cut, found.before.estates_cut, found.after.estates_cut);
    row(words.walk, found.before.walk, found.after.walk);
    row(words.border, Math.round(found.before.border), Math.round(found.after.border));
    box.appendChild(table);
    if (!found.warnings.length) box.appendChild(element("p", "reason m-0", words.fits));
    found.warnings.forEach(function (text) { box.appendChild(element("p", "warning", text)); });
  };
  /* Draw a chosen building over the map: the grid under the pointer is tried. */
  Plan.prototype.grab = function (id, event) {
    var self = this, map = this.map, moved = false, grids = this.grids;
    if (event.originalEvent.pointerType === "touch" || event.originalEvent.button) return;
    map.dragging.disable();
    function under(at) {
      return Object.keys(grids).filter(function (code) { return holds(grids[code].layer.feature.geometry, at.lng, at.lat); })[0];
    }
    function over(moving) {
      if (!moved && moving.containerPoint.distanceTo(event.containerPoint) < 6) return;
      if (!moved) { moved = true; if (!self.chosen[id]) { self.mark(id, true); self.tell(); } }
      var code = under(moving.latlng);
      if (code && code !== self.to.value) self.aim(code);
    }
    function drop() { map.off("mousemove", over); map.off("mouseup", drop); map.dragging.enable(); self.dragged = moved; window.setTimeout(function () { self.dragged = false; }, 50); }
    map.on("mousemove", over); map.on("mouseup", drop);
  };
  function holds(geometry, x, y) {
    var parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return parts.some(function (rings) { return inRing(rings[0], x, y) && !rings.slice(1).some(function (ring) { return inRing(ring, x, y); }); });
  }
  function inRing(ring, x, y) {
    var inside = false, a, b, i, j;
    for (i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      a = ring[i]; b = ring[j];
      if ((a[1] > y) !== (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]) inside = !inside;
    }
    return inside;
  }

  /* --- several nets ---------------------------------------------------------------- */
  function Nets(section, sketch, found) {
    var canvas = sketch.canvas, map = sketch.map, drawn = [], labels = [];
    hide(sketch, "grid");
    function only(collection, net) { return { type: "FeatureCollection", features: collection.features.filter(function (one) { return one.properties.net === net; }) }; }
    function draw(net) {
      drawn.forEach(function (layer) { layer.remove(); }); labels.forEach(function (one) { one.remove(); }); drawn = []; labels = [];
      var at = 0;
      drawn.push(L.geoJSON(only(found.nets, net), {
        interactive: false,
        style: function () { at += 1; return { renderer: canvas, color: INK, weight: 2, fill: true, fillColor: TINTS[(at - 1) % TINTS.length], fillOpacity: 0.45 }; },
        onEachFeature: function (one, layer) { if (layer.getBounds && layer.getBounds().isValid()) { var middle = layer.getBounds().getCenter(); labels.push(label(map, [middle.lng, middle.lat], one.properties.name)); } }
      }).addTo(map));
      drawn.push(L.geoJSON(only(found.gaps, net), { interactive: false, style: function () { return { renderer: canvas, color: AMBER, weight: 1.5, dashArray: "4 3", fill: true, fillColor: AMBER, fillOpacity: 0.3 }; } }).addTo(map));
      drawn.push(L.geoJSON(only(found.overlaps, net), { interactive: false, style: function () { return { renderer: canvas, stroke: false, fill: true, fillColor: RED, fillOpacity: 0.45 }; } }).addTo(map));
      roadsAbove(sketch);
    }
    document.querySelectorAll("[data-net-switch]").forEach(function (one) {
      one.addEventListener("change", function () { draw(Number(one.value)); });
      if (one.checked) draw(Number(one.value));
    });
  }

  /* --- units over grids -------------------------------------------------------------- */
  function Spread(section, sketch, found) {
    var map = sketch.map, canvas = sketch.canvas, all = [];
    function at(point) { return [point[1], point[0]]; }
    found.lines.forEach(function (one) {
      L.polyline([at(one.line[0]), at(one.line[1])], { renderer: canvas, interactive: false, color: one.moved ? AMBER : GREEN, weight: one.liaison ? 3 : 1.5, opacity: 0.75, dashArray: one.moved ? "5 4" : null }).addTo(map);
    });
    found.grids.forEach(function (one) {
      L.circleMarker(at(one.at), { renderer: canvas, interactive: false, radius: 3.5, color: INK, weight: 1.5, fillColor: "#fff", fillOpacity: 1 }).addTo(map);
    });
    found.seats.forEach(function (one) {
      L.circleMarker(at(one.at), { renderer: canvas, radius: 6, color: "#fff", weight: 2, fillColor: GREEN, fillOpacity: 1 }).bindTooltip(one.name, { direction: "top" }).addTo(map);
      all.push(at(one.at));
    });
    found.grids.forEach(function (one) { all.push(at(one.at)); });
    if (all.length > 1) map.fitBounds(all, { animate: false, padding: [24, 24] });
  }

  /* Two maps move as one. */
  function together() {
    var maps = Array.prototype.map.call(document.querySelectorAll("[data-pair] [data-map]"), function (one) { return one.linliMap && one.linliMap.map; });
    if (maps.length !== 2 || !maps[0] || !maps[1] || maps[0].paired) return;
    maps[0].paired = true;
    var busy = false;
    function follow(from, to) { from.on("move", function () { if (busy) return; busy = true; to.setView(from.getCenter(), from.getZoom(), { animate: false }); busy = false; }); }
    follow(maps[0], maps[1]); follow(maps[1], maps[0]);
  }

  document.addEventListener("linli:ready", function (event) {
    var section = event.target.closest("[data-plan],[data-nets],[data-spread]"), sketch = event.target.linliMap;
    if (!section || !section.dataset.url) return;
    get(section.dataset.url).then(function (found) {
      if (section.hasAttribute("data-spread")) new Spread(section, sketch, found);
      else if (section.hasAttribute("data-nets")) new Nets(section, sketch, found);
      else { section.linliPlan = new Plan(section, sketch, found); if (section.dataset.pair) together(); }
      section.setAttribute("data-drawn", "");
    }).catch(function () { event.target.classList.add("map-failed"); });
  });
})();
