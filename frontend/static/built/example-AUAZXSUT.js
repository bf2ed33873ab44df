async function i(t){try{let n=await fetch(t);if(!n.ok)return null;let e=t.split("/").at(-1)??t;return new File([await n.blob()],e,{type:"audio/mpeg"})}catch{return null}}export{i as addressToFile};
