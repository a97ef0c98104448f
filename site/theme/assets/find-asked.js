// Runs before the first results are painted: where the address asks for something else, they are not shown.

if (location.search) document.getElementById("find").classList.add("kb-find--asked");
