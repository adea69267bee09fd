/* The sketch map: our own outlines and roads on a canvas, marks that differ in colour, shape and size.
   <div class="map" data-map data-sketch="<id of json_script>" or data-sketch-url="..." data-marks="<id of json_script>"
        data-focus="<area id>" data-around="longitude latitude metres" data-pick="<id of longitude input> <id of latitude input>" data-tiles="..." data-credit="...">
   Events on the element: linli:pick {longitude, latitude}; linli:open {mark}. Methods: element.linliMap.{setMarks, choose, show}. */
(function () {
  "use strict";
  var INK = "#55645f", GREEN = "#17694f", AMBER = "#8a5200", RED = "#b3261e", BLUE = "#1f5fa8";
  var TONES = {
    late: { color: RED, shape: "diamond", radius: 10 }, soon: { color: AMBER, shape: "square", radius: 8 },
    calm: { color: GREEN, shape: "circle", radius: 7 }, done: { color: INK, shape: "ring", radius: 6 },
    area: { color: BLUE, shape: "circle", radius: 12 }
  };
  var ROADS = { primary: 7, secondary: 5, residential: 3, path: 1.5, water: 4 };

  function read(id) {
    var node = id && document.getElementById(id);
    return node ? JSON.parse(node.textContent) : null;
  }

  function drawShape(ctx, x, y, r, shape) {
    ctx.beginPath();
    if (shape === "diamond") { ctx.moveTo(x, y - r * 1.2); ctx.lineTo(x + r * 1.2, y); ctx.lineTo(x, y + r * 1.2); ctx.lineTo(x - r * 1.2, y); ctx.closePath(); }
    else if (shape === "square") { ctx.rect(x - r, y - r, 2 * r, 2 * r); }
    else { ctx.arc(x, y, r, 0, Math.PI * 2); }
  }

  function defineMarks() {
    if (L.LinliMark) return;
    L.Canvas.include({
      _drawLinliMark: function (layer) {
        if (!this._drawing || layer._empty()) return;
        var p = layer._point, r = layer._radius, o = layer.options, ctx = this._ctx;
        drawShape(ctx, p.x, p.y, r, o.shape);
        ctx.globalAlpha = 1;
        if (ctx.setLineDash) ctx.setLineDash([]);
        ctx.fillStyle = o.shape === "ring" ? "#fff" : o.color; ctx.fill();
        ctx.lineWidth = o.chosen ? 3 : 1.5; ctx.strokeStyle = o.shape === "ring" ? o.color : o.chosen ? "#1d2b27" : "#fff"; ctx.stroke();
        if (o.count) {
          ctx.fillStyle = "#fff"; ctx.font = "600 12px system-ui, sans-serif"; ctx.textAlign = "center"; ctx.textBaseline = "middle";
          ctx.fillText(String(o.count), p.x, p.y);
        }
      }
    });
    L.LinliMark = L.CircleMarker.extend({ _updatePath: function () { this._renderer._drawLinliMark(this); } });
  }

  function SketchMap(element) {
    this.element = element;
    this.marks = {};
    this.labels = [];
    var words = element.dataset;
    this.map = L.map(element, { preferCanvas: true, attributionControl: false, zoomControl: false, zoomSnap: 0.5, minZoom: 9, maxZoom: 19, tap: false, keyboard: true });
    L.control.zoom({ position: "bottomright", zoomInTitle: words.zoomIn || "+", zoomOutTitle: words.zoomOut || "-" }).addTo(this.map);
    this.canvas = L.canvas({ padding: 0.3, tolerance: 8 }).addTo(this.map);
    element.setAttribute("role", "application");
    if (words.label) element.setAttribute("aria-label", words.label);
    element.addEventListener("pointerdown", function () { element.classList.add("is-touched"); });
    element.addEventListener("keydown", function () { element.classList.remove("is-touched"); });
    element.addEventListener("blur", function () { element.classList.remove("is-touched"); });
  }

  SketchMap.prototype.start = function (sketch, marks) {
    this.sketch = sketch;
    var box = sketch.bbox;
    this.bounds = L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
    this.map.setMaxBounds(this.bounds.pad(0.5));
    this.map.fitBounds(this.bounds, { animate: false });
    this.tiles();
    this.drawRoads(sketch.roads);
    this.drawAreas(sketch.areas);
    this.setMarks(marks || []);
    var focus = this.element.dataset.focus;
    if (focus) this.show(Number(focus));
    if (this.element.dataset.around) this.ring(this.element.dataset.around.split(" ").map(Number));
    this.pickable();
    var self = this;
    this.map.on("zoomend", function () { self.restyle(); });
    this.restyle();
    this.element.dispatchEvent(new CustomEvent("linli:ready", { bubbles: true }));
  };

  SketchMap.prototype.tiles = function () {
    var words = this.element.dataset;
    if (!words.tiles) return;
    L.tileLayer(words.tiles, { subdomains: "01234567", maxZoom: 18 }).addTo(this.map);
    L.control.attribution({ prefix: false }).addAttribution(words.credit || "").addTo(this.map);
  };

  SketchMap.prototype.drawRoads = function (roads) {
    var canvas = this.canvas;
    this.roads = [];
    var self = this;
    L.geoJSON(roads, {
      interactive: false,
      style: function (feature) {
        var kind = feature.properties["class"];
        if (feature.geometry.type.indexOf("Polygon") >= 0) return { renderer: canvas, stroke: false, fill: true, fillColor: kind === "water" ? "#cfe0ea" : "#d5e6d3", fillOpacity: 0.9 };
        return { renderer: canvas, color: kind === "water" ? "#bcd4e2" : "#fff", weight: ROADS[kind] || 2, opacity: 1, lineCap: "round" };
      },
      onEachFeature: function (feature, layer) {
        if (feature.geometry.type.indexOf("Line") >= 0) self.roads.push({ layer: layer, weight: ROADS[feature.properties["class"]] || 2 });
      }
    }).addTo(this.map);
  };

  SketchMap.prototype.drawAreas = function (areas) {
    var self = this, canvas = this.canvas;
    this.areas = {}; this.byPath = {};
    areas.features.forEach(function (feature) { self.byPath[feature.properties.path] = feature.properties; });
    L.geoJSON(areas, {
      interactive: !this.element.dataset.pick && this.element.hasAttribute("data-areas-open"),
      style: function (feature) { return self.areaStyle(feature.properties, false, canvas); },
      onEachFeature: function (feature, layer) {
        var about = feature.properties;
        self.areas[about.id] = { layer: layer, about: about };
        if (about.label) self.addLabel(about, layer);
        layer.on("click", function () { self.element.dispatchEvent(new CustomEvent("linli:area", { detail: about, bubbles: true })); });
      }
    }).addTo(this.map);
  };

  SketchMap.prototype.areaStyle = function (about, chosen, canvas) {
    var grid = about.kind === "grid";
    return {
      renderer: canvas || this.canvas, color: GREEN, opacity: chosen ? 1 : grid ? 0.45 : 0.7, weight: chosen ? 2 : grid ? 1 : 1.75,
      dashArray: chosen || !grid ? null : "4 3", fill: true, fillColor: GREEN, fillOpacity: chosen ? 0.12 : about.grid_kind === "special" ? 0.06 : 0.001
    };
  };

  /* A grid's name without that of its community, which stands beside it or above it. */
  SketchMap.prototype.labelOf = function (about) {
    var name = about.name, above = this.byPath[(about.path || "").slice(0, -7)];
    return above && about.kind === "grid" && name.indexOf(above.name) === 0 && name.length > above.name.length ? name.slice(above.name.length) : name;
  };

  SketchMap.prototype.addLabel = function (about, layer) {
    var text = document.createElement("span");
    text.className = "map-label map-label-" + about.kind;
    text.textContent = this.labelOf(about);
    var marker = L.marker([about.label[1], about.label[0]], { interactive: false, keyboard: false, icon: L.divIcon({ html: text, className: "map-label-place", iconSize: [0, 0] }) });
    this.labels.push({ marker: marker, kind: about.kind, path: about.path, bounds: layer.getBounds(), long: text.textContent.length });
  };

  /* Names are shown where they have room and cover no other: the grids of a community, or its own where theirs do not. */
  SketchMap.prototype.restyle = function () {
    var zoom = this.map.getZoom(), scale = Math.max(0.5, Math.pow(1.35, zoom - 15)), map = this.map, taken = [], groups = {}, ringed = Boolean(this.element.dataset.around);  /* points are looked for there, not grids */
    function box(one) {
      var at = map.latLngToContainerPoint(one.marker.getLatLng()), wide = one.long * 6.5 + 2;
      return [at.x - wide, at.y - 9, at.x + wide, at.y + 9];
    }
    function clear(one) {
      var own = box(one);
      return !taken.some(function (other) { return own[0] < other[2] && other[0] < own[2] && own[1] < other[3] && other[1] < own[3]; });
    }
    function fits(one, letter) {
      var west = map.latLngToContainerPoint(one.bounds.getNorthWest()), east = map.latLngToContainerPoint(one.bounds.getSouthEast());
      return east.x - west.x > one.long * letter && east.y - west.y > 24;
    }
    function placed(list) {
      var before = taken.length;
      var apart = list.length > 0 && list.every(function (one) { return clear(one) && taken.push(box(one)); });
      if (apart) list.forEach(function (one) { one.marker.addTo(map); }); else taken.length = before;
      return apart;
    }
    this.labels.forEach(function (one) {
      one.marker.remove();
      var above = one.kind === "grid" ? one.path.slice(0, -7) : one.kind === "community" ? one.path : null;
      if (above === null) return;
      groups[above] = groups[above] || { grids: [], own: [] };
      (one.kind === "grid" ? groups[above].grids : groups[above].own).push(one);
    });
    Object.keys(groups).sort().forEach(function (path) {
      var group = groups[path], wide = ringed ? [] : group.grids.filter(function (one) { return fits(one, 13); });
      if (2 * wide.length < group.grids.length || !placed(wide)) placed(group.own.filter(function (one) { return fits(one, 12); }));
    });
    (this.roads || []).forEach(function (road) { road.layer.setStyle({ weight: Math.max(1, road.weight * scale) }); });
  };

  SketchMap.prototype.setMarks = function (marks) {
    var self = this;
    defineMarks();
    Object.keys(this.marks).forEach(function (id) { self.marks[id].layer.remove(); });
    this.marks = {};
    var order = ["area", "done", "calm", "soon", "late"], taken = {};
    marks.slice().sort(function (a, b) { return order.indexOf(a.tone) - order.indexOf(b.tone); }).forEach(function (mark) {
      var tone = TONES[mark.tone] || TONES.calm, at = self.placeOf(mark);
      if (!at) return;
      at = apart(at, taken);
      var layer = new L.LinliMark(at, { renderer: self.canvas, color: tone.color, shape: tone.shape, radius: tone.radius + Math.min(6, Math.log(mark.people || 1) * 2), count: mark.count, bubblingMouseEvents: false });
      layer.on("click", function () { self.open(mark); });
      if (mark.title) layer.bindTooltip(mark.title, { direction: "top", offset: [0, -8] });
      layer.addTo(self.map);
      self.marks[mark.id] = { layer: layer, mark: mark };
    });
  };

  /* A mark without a point lies on the name of its grid: the exact place is nobody's business. */
  SketchMap.prototype.placeOf = function (mark) {
    if (mark.latitude !== undefined && mark.latitude !== null) return [mark.latitude, mark.longitude];  /* else below the name */
    var area = this.areas[mark.area];
    return area && area.about.label ? [area.about.label[1], area.about.label[0]] : null;
  };

  /* Marks of one place stand around it, not on top of one another. */
  function apart(at, taken) {
    var key = at[0].toFixed(5) + " " + at[1].toFixed(5), number = taken[key] = (taken[key] || 0) + 1, away = 0.00012 * Math.sqrt(number - 1), angle = number * 2.4;
    return number === 1 ? at : [at[0] + away * Math.sin(angle), at[1] + away * Math.cos(angle) * 1.25];
  }

  SketchMap.prototype.open = function (mark) {
    var event = new CustomEvent("linli:open", { detail: mark, bubbles: true, cancelable: true });
    if (this.element.dispatchEvent(event) && mark.href) window.location.assign(mark.href);
  };

  SketchMap.prototype.choose = function (id) {
    var self = this;
    Object.keys(this.marks).forEach(function (key) {
      var layer = self.marks[key].layer;
      layer.options.chosen = key === String(id);
      layer.redraw();
      if (layer.options.chosen) { layer.bringToFront(); if (!self.map.getBounds().contains(layer.getLatLng())) self.map.panTo(layer.getLatLng()); }
    });
  };

  /* Fill one area and bring it into view. */
  SketchMap.prototype.show = function (id, keep) {
    var self = this, area = this.areas[id];
    if (this.shown && this.areas[this.shown]) this.areas[this.shown].layer.setStyle(this.areaStyle(this.areas[this.shown].about, false));
    this.shown = id;
    if (!area) return;
    area.layer.setStyle(this.areaStyle(area.about, true));
    if (!keep) self.map.fitBounds(area.layer.getBounds().pad(0.25), { animate: false });
  };

  /* A place in the middle, and a ring of so many metres around it. */
  SketchMap.prototype.ring = function (about) {
    var at = [about[1], about[0]], ring = L.circle(at, { renderer: this.canvas, radius: about[2], color: GREEN, weight: 2, dashArray: "6 5", fill: true, fillColor: GREEN, fillOpacity: 0.05, interactive: false }).addTo(this.map);
    new L.LinliMark(at, { renderer: this.canvas, shape: "diamond", color: "#1d2b27", radius: 8, interactive: false }).addTo(this.map);
    this.map.fitBounds(ring.getBounds(), { animate: false });
  };

  SketchMap.prototype.pickable = function () {
    var self = this, names = (this.element.dataset.pick || "").split(" ");
    if (!names[0]) return;
    this.longitude = document.getElementById(names[0]); this.latitude = document.getElementById(names[1]);
    this.map.on("click", function (event) { self.pick(event.latlng.lng, event.latlng.lat); });
    this.element.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" && event.key !== " ") return;
      if (event.target !== self.element) return;
      event.preventDefault();
      var middle = self.map.getCenter(); self.pick(middle.lng, middle.lat);
    });
    if (this.longitude && this.longitude.value && this.latitude.value) this.pick(Number(this.longitude.value), Number(this.latitude.value), true, true);
  };

  SketchMap.prototype.pick = function (longitude, latitude, quiet, move) {
    if (!this.pin) this.pin = L.marker([latitude, longitude], { keyboard: false, interactive: false, icon: L.divIcon({ className: "map-pin", iconSize: [32, 40], iconAnchor: [16, 38], html: '<svg width="32" height="40" viewBox="0 0 32 40" aria-hidden="true"><path d="M16 38C26 26 30 21 30 14.5A14 14 0 002 14.5C2 21 6 26 16 38z" fill="#17694f" stroke="#fff" stroke-width="2"/><circle cx="16" cy="15" r="5" fill="#fff"/></svg>' }) }).addTo(this.map);
    this.pin.setLatLng([latitude, longitude]);
    if (this.longitude) { this.longitude.value = longitude.toFixed(6); this.latitude.value = latitude.toFixed(6); }
    if (move) this.map.setView([latitude, longitude], Math.max(this.map.getZoom(), 17), { animate: false });
    if (!quiet) this.element.dispatchEvent(new CustomEvent("linli:pick", { detail: { longitude: longitude, latitude: latitude }, bubbles: true }));
  };

  function begin(element) {
    if (element.linliMap || !window.L) return;
    var map = element.linliMap = new SketchMap(element), marks = read(element.dataset.marks), sketch = read(element.dataset.sketch);
    if (sketch) { map.start(sketch, marks); return; }
    fetch(element.dataset.sketchUrl, { credentials: "same-origin" })
      .then(function (answer) { if (!answer.ok) throw new Error(String(answer.status)); return answer.json(); })
      .then(function (found) { map.start(found, marks); })
      .catch(function () { element.classList.add("map-failed"); });
  }
  function beginAll(root) { (root.querySelectorAll ? root : document).querySelectorAll("[data-map]").forEach(begin); }
  document.addEventListener("DOMContentLoaded", function () { beginAll(document); });
  document.addEventListener("htmx:afterSwap", function (event) { beginAll(event.target); });
})();
