/* Charts read the table beside them, so that the table is the source and works alone.
   <figure data-chart="bar|rows|line" data-unit="件" data-percent><div class="chart"></div> ... <table>...</table></figure>
   First column: labels (a link there, or in a cell, opens on a click). Other columns: one series each; cells may carry data-value. */
(function () {
  "use strict";
  var COLOURS = ["#17694f", "#1f5fa8", "#8a5200", "#6b4e8e", "#55645f"], INK = "#1d2b27", INK2 = "#55645f", LINE = "#dfe6e2";

  function number(cell) {
    var text = cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent.replace(/[^\d.,-]/g, "").replace(/,/g, "");
    return text === "" || isNaN(Number(text)) ? null : Number(text);
  }
  function readTable(table) {
    var heads = [].slice.call(table.tHead.rows[0].cells), rows = [].slice.call(table.tBodies[0].rows).filter(function (row) { return !row.hasAttribute("data-skip"); });
    var columns = [];
    heads.forEach(function (head, place) { if (place > 0 && !head.hasAttribute("data-skip")) columns.push(place); });
    return {
      labels: rows.map(function (row) { return row.cells[0].textContent.trim(); }),
      series: columns.map(function (place) {
        return {
          name: heads[place].textContent.trim(), type: heads[place].dataset.as,
          values: rows.map(function (row) { return number(row.cells[place]); }),
          links: rows.map(function (row) { var link = row.cells[place].querySelector("a") || row.cells[0].querySelector("a"); return link ? link.href : ""; })
        };
      })
    };
  }
  function size() { return document.documentElement.dataset.size === "large" ? 16 : 13; }

  function options(figure, table) {
    var kind = figure.dataset.chart, rows = kind === "rows", unit = figure.dataset.unit || "", several = table.series.length > 1, percent = figure.hasAttribute("data-percent");
    function shown(value) { return value === null || value === undefined ? "–" : percent ? Math.round(value * 10) / 10 + "%" : value + (unit ? " " + unit : ""); }
    var words = { color: INK2, fontSize: size() };
    var labels = { type: "category", data: table.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: LINE } }, axisLabel: words, inverse: rows };
    var values = { type: "value", min: 0, max: percent ? 100 : undefined, splitLine: { lineStyle: { color: LINE } }, axisLabel: { color: INK2, fontSize: size(), formatter: percent ? "{value}%" : "{value}" }, minInterval: percent ? undefined : 1 };
    if (rows) { values.axisLabel = { show: false }; values.splitLine = { show: false }; }
    return {
      animation: !(window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches), animationDuration: 300,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: INK }, aria: { enabled: true, description: figure.dataset.words || undefined },
      color: COLOURS,
      grid: { left: 8, right: several && !rows ? 96 : rows ? 64 : 16, top: 24, bottom: 8, containLabel: true },
      tooltip: { trigger: rows ? "item" : "axis", valueFormatter: shown, confine: true, textStyle: { fontSize: size() } },
      xAxis: rows ? values : labels, yAxis: rows ? labels : values,
      series: table.series.map(function (one, place) {
        var line = (one.type || kind) === "line";
        return {
          name: one.name, type: line ? "line" : "bar", data: one.values, symbol: ["circle", "rect", "triangle", "diamond"][place % 4], symbolSize: 6, connectNulls: false,
          lineStyle: { width: 2, type: place % 2 ? "dashed" : "solid" }, barMaxWidth: 28, itemStyle: line ? {} : { borderRadius: rows ? [0, 4, 4, 0] : [4, 4, 0, 0] },
          label: line ? { show: false } : { show: rows || table.labels.length <= 8, position: rows ? "right" : "top", color: INK, fontSize: size(), formatter: function (at) { return shown(at.value); } },
          endLabel: line && several ? { show: true, formatter: "{a}", color: COLOURS[place % COLOURS.length], fontSize: size() } : { show: false },
          labelLayout: { hideOverlap: true }, cursor: "pointer"
        };
      })
    };
  }

  function begin(figure) {
    var box = figure.querySelector(".chart"), source = figure.querySelector("table");
    if (!box || !source || !window.echarts || figure.linliChart) return;
    var table = readTable(source), chart = figure.linliChart = window.echarts.init(box, null, { renderer: "svg" });
    if (figure.dataset.chart === "rows") { box.style.height = Math.max(120, table.labels.length * (size() * 2.4) + 40) + "px"; chart.resize(); }
    chart.setOption(options(figure, table));
    box.setAttribute("aria-hidden", "true");
    chart.on("click", function (at) { var link = table.series[at.seriesIndex].links[at.dataIndex]; if (link) window.location.assign(link); });
    window.addEventListener("resize", function () { chart.resize(); });
  }
  function beginAll(root) { root.querySelectorAll("[data-chart]").forEach(begin); }
  /* the library is large: it comes after the page is seen, whose tables say the same */
  var library = document.currentScript && document.currentScript.dataset.library;
  function fetchLibrary() {
    var script = document.createElement("script");
    script.src = library; script.onload = function () { beginAll(document); };
    document.head.appendChild(script);
  }
  document.addEventListener("DOMContentLoaded", function () {
    if (window.echarts || !library || !document.querySelector("[data-chart]")) { beginAll(document); return; }
    window.requestAnimationFrame(function () { window.requestAnimationFrame(fetchLibrary); });
  });
  document.addEventListener("htmx:afterSwap", function (event) { if (event.target.querySelectorAll) beginAll(event.target); });
})();
