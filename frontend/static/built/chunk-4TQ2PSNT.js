var o=document.body.dataset.root??"";export{o as a};
