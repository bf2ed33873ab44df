var r=class extends AudioWorkletProcessor{process(o){let e=o[0]?.[0];return e&&this.port.postMessage(e.slice()),!0}};registerProcessor("recorder",r);
