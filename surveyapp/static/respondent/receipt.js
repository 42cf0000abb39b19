/* A code behind the address, which no server sees, fills its field and leaves the address. */
"use strict";
(() => {
  const field = document.getElementById("code");
  const [code] = /^#[0-9A-Za-z-]{16,24}$/.exec(location.hash) || [];
  if (!field || !code) return;
  field.value = code.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
})();
