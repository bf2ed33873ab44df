import{a as o}from"./chunk-LT6VKUTA.js";function a(t){o(JSON.stringify(t.body,null,2),"application/json",`${t.file_name}.json`)}export{a as saveResult};
