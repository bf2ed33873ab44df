function a(t,l,u){let e=t.querySelector(".music");e&&(e.dataset.hasAudio=String(l!==null&&u.body.ensemble!==null))}export{a as showMusic};
