import{c as a,d as b,e as c}from"./chunk-7SG3TQJZ.js";export{c as errorToHtml,b as isTooLarge,a as problemToHtml};
