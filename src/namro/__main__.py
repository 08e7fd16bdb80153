from namro.cli import main

raise SystemExit(main())
