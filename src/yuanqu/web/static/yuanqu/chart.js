// The history of one indicator: one hue, labelled at the data. The page's table says the same.
"use strict";

(() => {
  const place = document.getElementById("chart");
  const points = JSON.parse(document.getElementById("chart-points").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const chart = echarts.init(place, null, { renderer: "canvas" });

  const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const draw = () => {
    const font = getComputedStyle(document.body).fontFamily;
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: font },
      grid: { left: 0, right: 0, top: 40, bottom: 30 },
      xAxis: {
        type: "category",
        data: points.map((point) => point.period),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: ink("--rule-strong") } },
        axisLabel: { color: ink("--ink-soft"), fontSize: 14, hideOverlap: true },
      },
      yAxis: { type: "value", show: false },
      series: [{
        type: "bar",
        data: points.map((point) => point.value),
        barMaxWidth: 56,
        itemStyle: { color: ink("--accent") },
        label: {
          show: true,
          position: "top",
          color: ink("--ink"),
          fontSize: 14,
          formatter: (shown) => points[shown.dataIndex].words,
        },
      }],
    });
  };

  draw();
  dark.addEventListener("change", draw);
  new ResizeObserver(() => chart.resize()).observe(place);
})();
