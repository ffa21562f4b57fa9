'use strict';
// Draws every chart of the page. Runs without eval: expressions are interpreted (ast: true), and
// neither vega-embed nor its tooltip adds a style of its own, so that the page's policy can be strict.
(function () {
  var page = document.documentElement;
  var problems = [];
  function problem(text) {
    problems.push(text);
    page.setAttribute('data-problems', problems.join(' | '));
  }
  document.addEventListener('securitypolicyviolation', function (event) {
    problem('policy ' + event.violatedDirective + ' ' + event.blockedURI);
  });
  window.addEventListener('error', function (event) {
    problem(event.message);
  });

  var charts = JSON.parse(document.getElementById('charts').textContent);
  var options = {
    mode: 'vega-lite',
    renderer: 'svg',
    ast: true,
    actions: false,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true }
  };
  var drawn = 0;
  Promise.all(charts.map(function (chart) {
    var place = document.getElementById(chart.id);
    return vegaEmbed(place, chart.spec, options).then(function () {
      drawn += 1;
      place.setAttribute('data-state', 'drawn');
    }, function (error) {
      place.setAttribute('data-state', 'failed');
      place.textContent = 'This picture could not be drawn; the table beside it holds the same figures.';
      problem(chart.id + ': ' + error.message);
    });
  })).then(function () {
    page.setAttribute('data-charts', drawn + ' of ' + charts.length);
  });

  // A folded table would be missing on paper.
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('details.data').forEach(function (fold) { fold.open = true; });
  });
})();
