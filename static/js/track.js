/* Tracking of a website: docs/tracking.md. Strict CSP: needs script-src and connect-src of the address it came from. */
(function (rules) {
  "use strict";
  var w = window, d = document, n = navigator;
  var queue = w.leadcrm && w.leadcrm.length ? w.leadcrm : [];
  var off = n.globalPrivacyControl || n.doNotTrack === "1" || w.doNotTrack === "1";
  var asked = "leadcrm_consent", named = "leadcrm_id", seen = "leadcrm_seen";
  var home = rules.to.replace(/t\/[^/]*\/$/, "");
  var on = false, id = "", click = "", last = "", started = [], filled = [];

  function keep(name, value) {
    try {
      if (value === undefined) return w.localStorage.getItem(name) || "";
      if (value) w.localStorage.setItem(name, value);
      else w.localStorage.removeItem(name);
      return value;
    } catch (error) { return ""; }
  }

  /* The visitor's id, asked anew each time: another tab may have taken it back. */
  function me() {
    var now = on ? keep(named) : "";
    id = now || id;
    return now;
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
    if (!me()) return;
    var what = { visitor: me(), kind: kind, url: location.href.slice(0, 2000), title: d.title.slice(0, 200) }, key;
    for (key in more) what[key] = more[key];
    post(what);
  }

  /* The first page of a visit: from elsewhere, tagged, or with nothing before it in this tab. */
  function entry() {
    var before = "", sign, outside = d.referrer && d.referrer.split("/")[2] !== location.host;
    sign = (outside ? d.referrer : "") + (location.search.match(/[?&](utm_\w+|\w*clid|lcref|li_fat_id|epik|mc_eid)=[^&]*/g) || "");
    try { before = w.sessionStorage.getItem(seen); w.sessionStorage.setItem(seen, sign || before || "-"); } catch (error) {}
    return !before || (!!sign && sign !== before);
  }

  function view() {
    var here = location.href.split("#")[0], first, more;
    if (!me() || last === here) return;
    first = !last && entry();
    more = { entry: first, referrer: first ? d.referrer.slice(0, 2000) : "" };
    last = here;
    if (click) more.click = click;
    click = "";
    tell("page_view", more);
  }

  function begin() {
    if (off || rules.off || me()) return;
    on = true;
    if (!me()) keep(named, make());
    view();
  }

  function agree(yes) {
    keep(asked, yes ? "yes" : "no");
    if (yes) begin();
    else withdraw();
  }

  function withdraw() {
    var former = keep(named) || id;
    on = false;
    id = last = keep(named, "");
    try { w.sessionStorage.removeItem(seen); } catch (error) {}
    fill();
    if (former) post({ visitor: former, kind: "forget" });
  }

  function take(call) {
    if (isConsent(call)) agree(call[1] !== false);
    if (call[0] === "event") tell("web_event", { name: String(call[1]), data: call[2] });
  }

  function isConsent(call) { return call[0] === "consent"; }

  /* A form's own fields stay as they are, but for the visitor's: who that is only this script says. */
  function hidden(form, name, value) {
    var field, own = [].filter.call(form.elements, function (each) { return each.name === name; });
    if (!own.length && value) {
      field = d.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.appendChild(field);
      own = [field];
    }
    if (name === "visitor_id") filled = filled.concat(own);
  }

  /* Also a form that a program sends, which no event tells of, must not name who withdrew. */
  function fill() { filled.forEach(function (field) { field.value = me(); }); }

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
    if (!me() || !form || started.indexOf(form) >= 0) return;
    started.push(form);
    tell("form_start", { name: form.getAttribute("id") || form.getAttribute("name") || "" });
  });

  d.addEventListener("submit", function (event) {
    var form = event.target, to = form.getAttribute("action") || "";
    if (to.indexOf(home) && !form.hasAttribute("data-leadcrm")) return;
    hidden(form, "visitor_id", me());
    fill();
    if (!me()) return;
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
  w.addEventListener("storage", fill);
  w.leadcrm = { push: take, id: me };

  function start() {
    if (off && keep(named)) withdraw();
    /* What was said before this script came counts before what was kept. */
    var said = queue.filter(isConsent).pop();
    if (said) take(said);
    else if (rules.asks ? keep(asked) === "yes" : keep(asked) !== "no") begin();
    queue.forEach(function (call) { if (!isConsent(call)) take(call); });
  }
  if (d.prerendering) d.addEventListener("prerenderingchange", start, { once: true });
  else start();
})
