// The secret is in the fragment, which the browser keeps to itself: take it from there and post it.
"use strict";
{
  const token = location.hash.slice(1);
  if (token) {
    history.replaceState(null, "", location.pathname);
    document.getElementById("link").value = token;
    document.getElementById("return").submit();
  }
}
