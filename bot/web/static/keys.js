// Keys for forms of class "keys": a digit picks a suggestion and stores it, a letter presses its button.
// Without this script the same forms work with Tab, the arrow keys and Enter.
"use strict";

const typing = (element) => element.matches("textarea, select, input:not([type=radio], [type=checkbox])");

const press = (control) => {
  if (control.type === "radio") {
    control.checked = true;
    const other = control.form.elements.namedItem("other");
    if (other) other.value = "";
    control.form.requestSubmit(control.form.querySelector("button.main"));
  } else if (control.tagName === "SELECT") {
    control.focus();
  } else {
    control.click();
  }
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  const control = document.querySelector(`.keys [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!control) return;
  event.preventDefault();
  press(control);
});
