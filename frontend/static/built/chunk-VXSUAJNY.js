function r(e){return"code"in e}function n(e){let t=e.querySelector("script.result-data");return t?JSON.parse(t.text):null}export{r as a,n as b};
