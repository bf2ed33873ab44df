import{b as a,c as b,d as c}from"./chunk-DSEHZFYJ.js";export{c as errorToHtml,b as isTooLarge,a as problemToHtml};
