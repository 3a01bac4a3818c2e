// The secret is in the fragment, which the browser keeps to itself: put it into the form; the button posts it.
"use strict";
{
  const token = location.hash.slice(1);
  if (token) {
    history.replaceState(null, "", location.pathname);
    document.getElementById("link").value = token;
    document.querySelector("form.join button").focus();
  }
}
