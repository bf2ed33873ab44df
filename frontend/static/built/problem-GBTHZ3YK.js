import{b as a,c as b,d as c}from"./chunk-5AETGICR.js";export{c as errorToHtml,b as isTooLarge,a as problemToHtml};
