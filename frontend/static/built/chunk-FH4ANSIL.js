var t=document.querySelector(".toast"),e=0;function n(o){t&&(t.textContent=o,window.clearTimeout(e),e=window.setTimeout(()=>{t.textContent=""},6e3))}export{n as a};
