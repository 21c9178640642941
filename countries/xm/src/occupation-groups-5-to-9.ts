// SPDX-License-Identifier: Apache-2.0
/** ISCO-08 unit groups of major groups 5 to 9: code, then the English title (ILO, ISCO-08 volume I, 2012). */
export const occupationGroups5To9 = `
5111 Travel attendants and travel stewards
5112 Transport conductors
5113 Travel guides
5120 Cooks
5131 Waiters
5132 Bartenders
5141 Hairdressers
5142 Beauticians and related workers
5151 Cleaning and housekeeping supervisors in offices, hotels and other establishments
5152 Domestic housekeepers
5153 Building caretakers
5161 Astrologers, fortune-tellers and related workers
5162 Companions and valets
5163 Undertakers and embalmers
5164 Pet groomers and animal care workers
5165 Driving instructors
5169 Personal services workers not elsewhere classified
5211 Stall and market salespersons
5212 Street food salespersons
5221 Shopkeepers
5222 Shop supervisors
5223 Shop sales assistants
5230 Cashiers and ticket clerks
5241 Fashion and other models
5242 Sales demonstrators
5243 Door-to-door salespersons
5244 Contact centre salespersons
5245 Service station attendants
5246 Food service counter attendants
5249 Sales workers not elsewhere classified
5311 Child care workers
5312 Teachers' aides
5321 Health care assistants
5322 Home-based personal care workers
5329 Personal care workers in health services not elsewhere classified
5411 Firefighters
5412 Police officers
5413 Prison guards
5414 Security guards
5419 Protective services workers not elsewhere classified
6111 Field crop and vegetable growers
6112 Tree and shrub crop growers
6113 Gardeners, horticultural and nursery growers
6114 Mixed crop growers
6121 Livestock and dairy producers
6122 Poultry producers
6123 Apiarists and sericulturists
6129 Animal producers not elsewhere classified
6130 Mixed crop and animal producers
6210 Forestry and related workers
6221 Aquaculture workers
6222 Inland and coastal waters fishery workers
6223 Deep-sea fishery workers
6224 Hunters and trappers
6310 Subsistence crop farmers
6320 Subsistence livestock farmers
6330 Subsistence mixed crop and livestock farmers
6340 Subsistence fishers, hunters, trappers and gatherers
7111 House builders
7112 Bricklayers and related workers
7113 Stonemasons, stone cutters, splitters and carvers
7114 Concrete placers, concrete finishers and related workers
7115 Carpenters and joiners
7119 Building frame and related trades workers not elsewhere classified
7121 Roofers
7122 Floor layers and tile setters
7123 Plasterers
7124 Insulation workers
7125 Glaziers
7126 Plumbers and pipe fitters
7127 Air conditioning and refrigeration mechanics
7131 Painters and related workers
7132 Spray painters and varnishers
7133 Building structure cleaners
7211 Metal moulders and coremakers
7212 Welders and flamecutters
7213 Sheet-metal workers
7214 Structural-metal preparers and erectors
7215 Riggers and cable splicers
7221 Blacksmiths, hammersmiths and forging press workers
7222 Toolmakers and related workers
7223 Metal working machine tool setters and operators
7224 Metal polishers, wheel grinders and tool sharpeners
7231 Motor vehicle mechanics and repairers
7232 Aircraft engine mechanics and repairers
7233 Agricultural and industrial machinery mechanics and repairers
7234 Bicycle and related repairers
7311 Precision-instrument makers and repairers
7312 Musical instrument makers and tuners
7313 Jewellery and precious-metal workers
7314 Potters and related workers
7315 Glass makers, cutters, grinders and finishers
7316 Sign writers, decorative painters, engravers and etchers
7317 Handicraft workers in wood, basketry and related materials
7318 Handicraft workers in textile, leather and related materials
7319 Handicraft workers not elsewhere classified
7321 Pre-press technicians
7322 Printers
7323 Print finishing and binding workers
7411 Building and related electricians
7412 Electrical mechanics and fitters
7413 Electrical line installers and repairers
7421 Electronics mechanics and servicers
7422 Information and communications technology installers and servicers
7511 Butchers, fishmongers and related food preparers
7512 Bakers, pastry-cooks and confectionery makers
7513 Dairy-products makers
7514 Fruit, vegetable and related preservers
7515 Food and beverage tasters and graders
7516 Tobacco preparers and tobacco products makers
7521 Wood treaters
7522 Cabinet-makers and related workers
7523 Woodworking-machine tool setters and operators
7531 Tailors, dressmakers, furriers and hatters
7532 Garment and related pattern-makers and cutters
7533 Sewing, embroidery and related workers
7534 Upholsterers and related workers
7535 Pelt dressers, tanners and fellmongers
7536 Shoemakers and related workers
7541 Underwater divers
7542 Shotfirers and blasters
7543 Product graders and testers (excluding foods and beverages)
7544 Fumigators and other pest and weed controllers
7549 Craft and related workers not elsewhere classified
8111 Miners and quarriers
8112 Mineral and stone processing plant operators
8113 Well drillers and borers and related workers
8114 Cement, stone and other mineral products machine operators
8121 Metal processing plant operators
8122 Metal finishing, plating and coating machine operators
8131 Chemical products plant and machine operators
8132 Photographic products machine operators
8141 Rubber products machine operators
8142 Plastic products machine operators
8143 Paper products machine operators
8151 Fibre preparing, spinning and winding machine operators
8152 Weaving and knitting machine operators
8153 Sewing machine operators
8154 Bleaching, dyeing and fabric cleaning machine operators
8155 Fur and leather preparing machine operators
8156 Shoemaking and related machine operators
8157 Laundry machine operators
8159 Textile, fur and leather products machine operators not elsewhere classified
8160 Food and related products machine operators
8171 Pulp and papermaking plant operators
8172 Wood processing plant operators
8181 Glass and ceramics plant operators
8182 Steam engine and boiler operators
8183 Packing, bottling and labelling machine operators
8189 Stationary plant and machine operators not elsewhere classified
8211 Mechanical machinery assemblers
8212 Electrical and electronic equipment assemblers
8219 Assemblers not elsewhere classified
8311 Locomotive engine drivers
8312 Railway brake, signal and switch operators
8321 Motorcycle drivers
8322 Car, taxi and van drivers
8331 Bus and tram drivers
8332 Heavy truck and lorry drivers
8341 Mobile farm and forestry plant operators
8342 Earthmoving and related plant operators
8343 Crane, hoist and related plant operators
8344 Lifting truck operators
8350 Ships' deck crews and related workers
9111 Domestic cleaners and helpers
9112 Cleaners and helpers in offices, hotels and other establishments
9121 Hand launderers and pressers
9122 Vehicle cleaners
9123 Window cleaners
9129 Other cleaning workers
9211 Crop farm labourers
9212 Livestock farm labourers
9213 Mixed crop and livestock farm labourers
9214 Garden and horticultural labourers
9215 Forestry labourers
9216 Fishery and aquaculture labourers
9311 Mining and quarrying labourers
9312 Civil engineering labourers
9313 Building construction labourers
9321 Hand packers
9329 Manufacturing labourers not elsewhere classified
9331 Hand and pedal vehicle drivers
9332 Drivers of animal-drawn vehicles and machinery
9333 Freight handlers
9334 Shelf fillers
9411 Fast food preparers
9412 Kitchen helpers
9510 Street and related service workers
9520 Street vendors (excluding food)
9611 Garbage and recycling collectors
9612 Refuse sorters
9613 Sweepers and related labourers
9621 Messengers, package deliverers and luggage porters
9622 Odd-job persons
9623 Meter readers and vending-machine collectors
9624 Water and firewood collectors
9629 Elementary workers not elsewhere classified
`;
