/* The 15-minute circle on the sketch map. Metres from every point and every place to try to every home are loaded once;
   what opening or closing a point would do is added up here while the pointer moves.
   <section data-circle data-kind data-group data-map-url data-metres-url> around an area map; [data-circle-answer]. */
(function () {
  "use strict";
  var INK = "#55645f", RED = "#b3261e", BLUE = "#1f5fa8", GREEN = "#17694f", AMBER = "#8a5200", FAR = 65535, NEAR_PIXELS = 60;

  function get(url, binary) {
    return fetch(url, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return binary ? answer.arrayBuffer() : answer.json();
    });
  }
  function element(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function Circle(section, sketch, found, buffer) {
    var self = this, count = found.homes.length;
    this.section = section; this.map = sketch.map; this.canvas = sketch.canvas; this.words = section.dataset;
    this.found = found; this.kind = section.dataset.kind; this.limit = found.limits[this.kind] || 1200;
    this.answer = document.querySelector("[data-circle-answer]"); this.adding = document.querySelector("[data-circle-add]");
    this.metres = new Uint16Array(buffer);
    this.row = function (number) { return self.metres.subarray(number * count, (number + 1) * count); };
    this.weight = found.homes.map(function (one) { return one.households; });
    this.own = []; found.points.forEach(function (one, number) { if (one.kind === self.kind) self.own.push(number); });
    this.now = this.nearest(-1);
    this.draw();
    this.listen();
    section.circle = this;
  }
  /* How far each home walks to the nearest open point; `without` leaves one point out. */
  Circle.prototype.nearest = function (without) {
    var best = new Uint16Array(this.found.homes.length).fill(FAR), rows = this.own, home, at, row;
    for (at = 0; at < rows.length; at += 1) {
      if (rows[at] === without) continue;
      row = this.row(rows[at]);
      for (home = 0; home < row.length; home += 1) if (row[home] < best[home]) best[home] = row[home];
    }
    return best;
  };
  Circle.prototype.sum = function (metres) {
    var inside = 0, walked = 0, known = 0, home;
    for (home = 0; home < metres.length; home += 1) {
      if (metres[home] <= this.limit) inside += this.weight[home];
      if (metres[home] < FAR) { walked += metres[home] * this.weight[home]; known += this.weight[home]; }
    }
    return { inside: inside, mean: known ? Math.round(walked / known) : 0 };
  };
  Circle.prototype.look = function (home, metres) {
    var inside = metres <= this.limit, was = this.now[home] <= this.limit;
    if (inside && was) return { shape: "ring", color: INK, radius: 4 };
    if (inside) return { shape: "circle", color: GREEN, radius: 7 };
    return { shape: "square", color: was ? AMBER : RED, radius: Math.min(9, 4 + Math.sqrt(this.weight[home]) / 3) };
  };
  Circle.prototype.draw = function () {
    var self = this;
    this.homes = this.found.homes.map(function (one, home) {
      var look = self.look(home, self.now[home]);
      if (!one.at || !self.weight[home]) return null;
      var layer = new L.LinliMark([one.at[1], one.at[0]], { renderer: self.canvas, shape: look.shape, color: look.color, radius: look.radius, interactive: true, bubblingMouseEvents: true });
      layer.bindTooltip(function () { return one.name + " · " + one.households + " " + self.words.households + " · " + (self.now[home] < FAR ? self.now[home] + " " + self.words.metres : self.words.nothing); }, { direction: "top", offset: [0, -6] });
      layer.shown = look.shape + look.color;
      return layer.addTo(self.map);
    });
    this.points = {};
    this.own.forEach(function (number) {
      var one = self.found.points[number];
      self.points[number] = new L.LinliMark([one.at[1], one.at[0]], { renderer: self.canvas, shape: "diamond", color: BLUE, radius: 9, bubblingMouseEvents: true }).bindTooltip(one.name, { direction: "top", offset: [0, -10] }).addTo(self.map);
    });
    Array.prototype.forEach.call(document.querySelectorAll("[data-sites=coverage] [data-site], [data-sites=median] [data-site]"), function (line) {
      var at = line.dataset.site.split(",").map(Number), first = !document.querySelector("[data-sites=coverage]") || line.closest("[data-sites=coverage]");
      if (first) new L.LinliMark([at[1], at[0]], { renderer: self.canvas, shape: "circle", color: AMBER, radius: 10, count: line.querySelector("th").textContent, bubblingMouseEvents: true }).addTo(self.map);
    });
  };
  Circle.prototype.recolour = function (metres) {
    var home, look, layer;
    for (home = 0; home < metres.length; home += 1) {
      layer = this.homes[home];
      if (!layer) continue;
      look = this.look(home, metres[home]);
      if (layer.shown === look.shape + look.color) continue;
      layer.shown = look.shape + look.color;
      layer.options.shape = look.shape; layer.options.color = look.color;
      layer.setRadius(look.radius);
    }
  };
  Circle.prototype.listen = function () {
    var self = this, modes = document.querySelectorAll("[data-circle-mode] input"), waiting = null;
    this.mode = "open";
    Array.prototype.forEach.call(modes, function (one) { if (one.checked) self.mode = one.value; one.addEventListener("change", function () { self.mode = one.value; self.kept = null; self.rest(); }); });
    this.map.on("mousemove", function (event) {
      if (self.kept) return;
      if (!waiting) window.requestAnimationFrame(function () { var at = waiting; waiting = null; self.attempt(at); });
      waiting = event.latlng;
    });
    this.map.on("click", function (event) {
      if (self.kept) { self.kept = null; self.rest(); return; }
      if (self.attempt(event.latlng)) self.keep();
    });
    this.map.on("mouseout", function () { waiting = waiting || null; if (!self.kept) self.rest(); });
  };
  /* Try what lies nearest to the pointer: a place for a new point, or a point that would close. */
  Circle.prototype.attempt = function (at) {
    if (!at) return false;
    if (this.mode === "close") {
      var point = this.closest(at, this.own.map(function (number) { return number; }), this.found.points, function (one) { return one.at; });
      if (point < 0) { this.rest(); this.answer.textContent = ""; this.answer.appendChild(element("p", "reason", this.words.aim)); return false; }
      this.show(this.nearest(point), this.words.closed + " " + this.found.points[point].name, this.found.points[point].at);
      return true;
    }
    var places = this.found.candidates, spot = this.closest(at, null, places, function (one) { return one; }), row, after, home;
    if (spot < 0) { this.rest(); return false; }
    row = this.row(this.found.points.length + spot); after = new Uint16Array(row.length);
    for (home = 0; home < row.length; home += 1) after[home] = row[home] < this.now[home] ? row[home] : this.now[home];
    this.show(after, this.words.opened, places[spot]);
    return true;
  };
  Circle.prototype.closest = function (at, only, all, place) {
    var best = -1, least = Infinity, narrow = Math.cos(at.lat * Math.PI / 180), number, spot, east, north, away, total = only ? only.length : all.length;
    for (number = 0; number < total; number += 1) {
      spot = place(all[only ? only[number] : number]); east = (spot[0] - at.lng) * narrow; north = spot[1] - at.lat; away = east * east + north * north;
      if (away < least) { least = away; best = only ? only[number] : number; }
    }
    if (best < 0) return -1;
    spot = place(all[best]);
    return this.map.latLngToContainerPoint([spot[1], spot[0]]).distanceTo(this.map.latLngToContainerPoint(at)) <= NEAR_PIXELS ? best : -1;
  };
  Circle.prototype.show = function (after, title, at) {
    var before = this.sum(this.now), then = this.sum(after), change = then.inside - before.inside, line;
    this.recolour(after);
    if (!this.pin) this.pin = new L.LinliMark([at[1], at[0]], { renderer: this.canvas, shape: "diamond", color: GREEN, radius: 9, interactive: false }).addTo(this.map);
    this.pin.options.color = this.mode === "close" ? AMBER : GREEN;
    this.pin.setLatLng([at[1], at[0]]);
    this.at = at;
    this.answer.textContent = "";
    this.answer.appendChild(element("p", "", title));
    if (!change) { this.answer.appendChild(element("p", "", this.unchanged(after))); }
    else { line = element("p"); line.appendChild(element("strong", "", (change > 0 ? "+" : "") + change)); line.appendChild(document.createTextNode(" " + (change < 0 ? this.words.fewer : this.words.more)));
    this.answer.appendChild(line); }
    this.answer.appendChild(element("p", "reason", before.inside + " → " + then.inside + " " + this.words.households + " · " + before.mean + " → " + then.mean + " " + this.words.metres));
    this.answer.dataset.before = before.inside; this.answer.dataset.after = then.inside;
  };
  /* Why the number of households within reach stays as it is. */
  Circle.prototype.unchanged = function (after) {
    var farther = 0, home;
    if (this.mode !== "close") return this.words.none;
    for (home = 0; home < after.length; home += 1) if (after[home] > this.now[home]) farther += this.weight[home];
    return farther ? this.words.covered + " " + farther : this.words.nobody;
  };
  Circle.prototype.keep = function () {
    this.kept = this.at;
    if (!this.adding || this.mode !== "open") return;
    var link = this.adding.querySelector("a");
    link.href = link.dataset.address + "&longitude=" + this.at[0] + "&latitude=" + this.at[1];
    this.adding.hidden = false;
  };
  Circle.prototype.rest = function () {
    if (this.pin) { this.pin.remove(); this.pin = null; }
    this.recolour(this.now);
    if (this.adding) this.adding.hidden = true;
  };

  document.addEventListener("linli:ready", function (event) {
    var section = event.target.closest("[data-circle]"), sketch = event.target.linliMap;
    if (!section) return;
    Promise.all([get(section.dataset.mapUrl), get(section.dataset.metresUrl, true)]).then(function (both) {
      new Circle(section, sketch, both[0], both[1]);
      section.setAttribute("data-drawn", "");
    }).catch(function () { event.target.classList.add("map-failed"); });
  });
})();
