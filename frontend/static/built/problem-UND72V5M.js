import{b as a,c as b,d as c}from"./chunk-MIQTL7ZO.js";export{c as errorToHtml,b as isTooLarge,a as problemToHtml};
