import{a,b}from"./chunk-7CRO4E2V.js";import"./chunk-NQGHZQK6.js";export{a as dataToLink,b as hashToJson};
