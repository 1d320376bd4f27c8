/* A form of Leadcrm in another page: docs/forms.md. Strict CSP: needs script-src and connect-src of the address it came from. */
(function (rules) {
  "use strict";
  var d = document, box = d.getElementById(rules.box), busy = false;

  function link(near) {
    var a = d.createElement("a");
    a.href = rules.to;
    a.textContent = rules.title;
    near.appendChild(a);
  }

  /* A page that may not read our answer, or no network: the way to our own page is left, and what was typed. */
  function fail(form) {
    var note = box.querySelector("[data-failed]") || d.createElement("p");
    if (!form) return box.replaceChildren(), link(box);
    note.setAttribute("data-failed", "");
    note.setAttribute("role", "alert");
    note.textContent = rules.failed + " ";
    link(note);
    form.appendChild(note);
  }

  function show(text) {
    var form, next, first;
    box.innerHTML = text;
    next = box.querySelector("[data-next]");
    if (next) return location.assign(next.href);
    form = box.querySelector("form");
    first = box.querySelector("[data-focus]");
    if (first) first.focus();
    if (form) form.addEventListener("submit", function (event) { event.preventDefault(); send(form); });
    [].forEach.call(box.querySelectorAll("[data-script]"), function (one) {
      var script = d.createElement("script");
      script.type = "module";
      script.src = one.getAttribute("data-script");
      d.head.appendChild(script);
    });
  }

  function send(form) {
    var body = new URLSearchParams(new FormData(form));
    if (busy) return;
    busy = true;
    if (!body.has("page_url")) body.set("page_url", location.href.slice(0, 1000));
    ask("", { method: "POST", body: body }, form);
  }

  function ask(query, how, form) {
    how.headers = { Accept: "text/html" };
    how.credentials = "omit";
    fetch(rules.to + "?as=part" + query, how).then(function (answer) {
      if (!answer.ok && answer.status !== 422) throw answer;
      return answer.text();
    }).then(show).catch(function () { fail(form); }).then(function () { busy = false; });
  }

  if (box) ask("&lang=" + d.documentElement.lang.slice(0, 2) + location.search.replace("?", "&"), {});
})
