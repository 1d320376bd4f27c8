/* Tracking of a website: docs/tracking.md. Strict CSP: needs script-src and connect-src of the address it came from. */
(function (rules) {
  "use strict";
  var w = window, d = document, n = navigator;
  var queue = w.leadcrm && w.leadcrm.length ? w.leadcrm : [];
  var off = n.globalPrivacyControl || n.doNotTrack === "1" || w.doNotTrack === "1";
  var asked = "leadcrm_consent", named = "leadcrm_id", seen = "leadcrm_seen";
  var id = "", click = "", last = "", started = [];

  function keep(name, value) {
    try {
      if (value === undefined) return w.localStorage.getItem(name) || "";
      if (value) w.localStorage.setItem(name, value);
      else w.localStorage.removeItem(name);
      return value;
    } catch (error) { return ""; }
  }

  function make() {
    var text = "", bytes = w.crypto.getRandomValues(new Uint8Array(16)), i;
    for (i = 0; i < 16; i += 1) text += ("0" + bytes[i].toString(16)).slice(-2);
    return text;
  }

  function post(what) {
    var body = JSON.stringify(what);
    if (!n.sendBeacon || !n.sendBeacon(rules.to, body)) {
      w.fetch(rules.to, { method: "POST", body: body, keepalive: true, credentials: "omit", mode: "no-cors" }).catch(function () {});
    }
  }

  function tell(kind, more) {
    if (!id) return;
    var what = { visitor: id, kind: kind, url: location.href.slice(0, 2000), title: d.title.slice(0, 200) }, key;
    for (key in more) what[key] = more[key];
    post(what);
  }

  /* The first page of a visit: from elsewhere, tagged, or with nothing before it in this tab. */
  function entry() {
    var before = "", sign, outside = d.referrer && d.referrer.split("/")[2] !== location.host;
    sign = (outside ? d.referrer : "") + (location.search.match(/[?&](utm_\w+|\w*clid|li_fat_id|epik|mc_eid)=[^&]*/g) || "");
    try { before = w.sessionStorage.getItem(seen); w.sessionStorage.setItem(seen, sign || before || "-"); } catch (error) {}
    return !before || (!!sign && sign !== before);
  }

  function view() {
    var here = location.href.split("#")[0], first, more;
    if (!id || last === here) return;
    first = !last && entry();
    more = { entry: first, referrer: first ? d.referrer.slice(0, 2000) : "" };
    last = here;
    if (click) more.click = click;
    click = "";
    tell("page_view", more);
  }

  function begin() {
    if (off || id) return;
    id = keep(named) || keep(named, make());
    view();
  }

  function agree(yes) {
    keep(asked, yes ? "yes" : "no");
    if (yes) begin();
    else withdraw();
  }

  function withdraw() {
    var former = id || keep(named);
    id = last = "";
    keep(named, "");
    if (former) post({ visitor: former, kind: "forget" });
  }

  function take(call) {
    if (call[0] === "consent") agree(call[1] !== false);
    if (call[0] === "event") tell("web_event", { name: String(call[1]), data: call[2] });
  }

  function hidden(form, name, value) {
    var field = d.createElement("input");
    if (form.elements[name]) return;
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.appendChild(field);
  }

  d.addEventListener("click", function (event) {
    var link, near = event.target.closest ? event.target : event.target.parentElement;
    var choice = near && near.closest("[data-leadcrm-consent]");
    if (choice) agree(choice.getAttribute("data-leadcrm-consent") !== "no");
    link = near && near.closest("a[href]");
    if (link && (link.hasAttribute("download") || /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|csv|zip|dwg|epub|mp[34])$/i.test(link.pathname))) {
      tell("download", { name: link.href.slice(0, 500), title: (link.textContent || "").trim().slice(0, 200) });
    }
  }, true);

  d.addEventListener("focusin", function (event) {
    var form = event.target.form;
    if (!id || !form || started.indexOf(form) >= 0) return;
    started.push(form);
    tell("form_start", { name: form.getAttribute("id") || form.getAttribute("name") || "" });
  });

  d.addEventListener("submit", function (event) {
    var form = event.target, to = form.getAttribute("action") || "", home = rules.to.split("/t/")[0];
    if (!id || (to.indexOf(home) && !form.hasAttribute("data-leadcrm"))) return;
    hidden(form, "visitor_id", id);
    hidden(form, "page_url", location.href);
    hidden(form, "referrer", d.referrer);
  }, true);

  /* A link of our mail says which one it was; the address stays clean. */
  click = (location.search.match(/[?&]lc=([\w.-]+)/) || [])[1] || "";
  if (click) history.replaceState(history.state, "", location.href.replace(/([?&])lc=[\w.-]+&?/, "$1").replace(/[?&](?=#|$)/, ""));

  ["pushState", "replaceState"].forEach(function (name) {
    var former = history[name];
    history[name] = function () {
      former.apply(history, arguments);
      setTimeout(view, 50);
    };
  });
  w.addEventListener("popstate", view);
  w.leadcrm = { push: take, id: function () { return id; } };

  function start() {
    if (off && keep(named)) withdraw();
    if (!rules.asks ? keep(asked) !== "no" : keep(asked) === "yes") begin();
    queue.forEach(take);
  }
  if (d.prerendering) d.addEventListener("prerenderingchange", start, { once: true });
  else start();
})
