import{c as a,d as b}from"./chunk-QPNUAYQC.js";export{a as dataToLink,b as hashToJson};
